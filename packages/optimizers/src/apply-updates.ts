import { ShapeMismatchError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { mapTensors } from "./trees/map-tensors.ts";

/**
 * The parameters after an update: `p + u` leaf by leaf, in the dtypes of the parameters.
 *
 * @throws TreeMismatchError if the trees differ, ShapeMismatchError naming the path of leaves that do.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates } from "@elegy/optimizers";
 *
 * const { w } = applyUpdates({ w: np.ones([2]) }, { w: np.full([2], 0.5) });
 * await w.array(); // => [1.5,1.5]
 * ```
 */
export function applyUpdates<P>(params: P, updates: unknown): P {
  return mapTensors(
    (p, u) => {
      if (p.ndim !== u.ndim || p.shape.some((size, axis) => size !== u.shape[axis])) {
        throw shapeError(params, p, u);
      }
      return p.add(u).astype(p.dtype);
    },
    params,
    updates,
  );
}

function shapeError(params: unknown, param: Tensor, update: Tensor): ShapeMismatchError {
  const [path = ""] = tree.leavesWithPath(params).find(([, leaf]) => leaf === param) ?? [];
  return new ShapeMismatchError({
    operation: "applyUpdates",
    problem: `the update${path === "" ? "" : ` at \`${path}\``} has another shape than its parameter`,
    expected: formatSpec(param.spec),
    received: formatSpec(update.spec),
  });
}
