import { ArgumentInvalidError, formatSpec, isFloat, isTensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";

/** Every leaf must be a float tensor: nothing else can be moved along a gradient. */
export function requireFloatLeaves(params: unknown): void {
  for (const [path, leaf] of tree.leavesWithPath(params)) {
    if (isTensor(leaf) && isFloat(leaf.dtype)) continue;
    throw new ArgumentInvalidError({
      operation: "optimizer.init",
      problem: `the parameter${path === "" ? "" : ` at \`${path}\``} cannot be optimized`,
      expected: "float tensors",
      received: isTensor(leaf) ? formatSpec(leaf.spec) : `${typeof leaf} ${String(leaf)}`,
      hint: isTensor(leaf)
        ? 'Convert it with x.astype("float32"), or keep what is not trained out of the parameters.'
        : "Make a tensor of it with np.array.",
    });
  }
}
