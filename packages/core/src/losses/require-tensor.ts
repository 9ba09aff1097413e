import { ArgumentInvalidError, isTensor, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";

/** @throws ArgumentInvalidError if the targets or predictions are missing or still a tree. */
export function requireTensor(operation: string, what: "yTrue" | "yPred", value: unknown): Tensor {
  if (isTensor(value)) return value;
  if (value === null || value === undefined) {
    throw new ArgumentInvalidError({
      operation,
      problem: `there is no ${what}`,
      expected: "a tensor",
      received: String(value),
      hint: what === "yTrue" ? "Pass the targets: fit({ x, y })." : "predStep returns the predictions first.",
    });
  }
  const paths = tree.leavesWithPath(value).map(([path]) => path);
  throw new ArgumentInvalidError({
    operation,
    problem: `${what} is not one tensor`,
    expected: "a tensor",
    received: typeof value === "object" ? `a tree with ${paths.join(", ")}` : typeof value,
    ...(typeof value === "object" && paths[0] ? { hint: `Choose one: { on: "${paths[0]}" }.` } : {}),
  });
}
