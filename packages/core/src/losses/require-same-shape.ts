import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";

/** @throws ShapeMismatchError unless the shapes are equal: targets are never broadcast. */
export function requireSameShape(operation: string, yTrue: Tensor, yPred: Tensor): void {
  const same = yTrue.ndim === yPred.ndim && yTrue.shape.every((size, axis) => size === yPred.shape[axis]);
  if (same) return;
  throw new ShapeMismatchError({
    operation,
    problem: "targets and predictions differ in shape",
    expected: "yTrue and yPred of one shape",
    received: `${formatSpec(yTrue.spec)} and ${formatSpec(yPred.spec)}`,
    ...hintFor(yTrue, yPred),
  });
}

function hintFor(yTrue: Tensor, yPred: Tensor): { hint?: string } {
  if (isWithoutLast(yTrue, yPred))
    return { hint: "Did you mean yPred.squeeze(-1), or yTrue.expandDims(-1)?" };
  if (isWithoutLast(yPred, yTrue))
    return { hint: "Did you mean yTrue.squeeze(-1), or yPred.expandDims(-1)?" };
  return {};
}

function isWithoutLast(short: Tensor, long: Tensor): boolean {
  return (
    long.ndim === short.ndim + 1 &&
    long.shape.at(-1) === 1 &&
    short.shape.every((size, axis) => size === long.shape[axis])
  );
}
