import { ArgumentInvalidError, ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { formatSpec, type Shape, type TensorSpec } from "../../tensor/spec.ts";
import { received, wrongArgument } from "../../errors/received.ts";
import type { Windows } from "./index-windows.ts";
import { INTEGERS, requireDType } from "./spec-rules.ts";

/** Checks what gathers and scatters have in common. */
export function requireWindows(
  name: string,
  operand: TensorSpec,
  indices: TensorSpec,
  windows: Windows,
): void {
  const { collapsed, operandBatching, indicesBatching, indexMap, windowDims } = windows;
  requireDType(name, indices, INTEGERS);
  const rank = operand.shape.length;
  const vectors = indices.shape.length - 1;
  const invalid = (problem: string, expected: string, received: string): ArgumentInvalidError =>
    new ArgumentInvalidError({ operation: name, problem, expected, received });
  if (vectors < 0 || indices.shape[vectors] !== indexMap.length) {
    throw new ShapeMismatchError({
      operation: name,
      problem: "the indices do not fit",
      expected: `a last axis of ${indexMap.length}, one position for each of the operand's axes ${received(indexMap)}`,
      received: formatSpec(indices),
      hint: "The last axis holds index vectors: indices.expandDims(-1) makes vectors of one.",
    });
  }
  const lists = [
    ["axes of the operand without a window", collapsed, rank, true],
    ["batching axes of the operand", operandBatching, rank, false],
    ["batching axes of the indices", indicesBatching, vectors, false],
    ["indexed axes of the operand", indexMap, rank, false],
    ["axes along the windows", windowDims, vectors + windowDims.length, true],
  ] as const;
  for (const [what, axes, limit, ascending] of lists) {
    const valid =
      Array.isArray(axes) &&
      axes.every(
        (axis, i) =>
          Number.isInteger(axis) &&
          axis >= 0 &&
          axis < limit &&
          axes.indexOf(axis) === i &&
          (!ascending || i === 0 || axis > (axes[i - 1] ?? -1)),
      );
    if (!valid) {
      const order = ascending ? "distinct, ascending" : "distinct";
      throw invalid(`${what} out of range or repeated`, `${order} axes below ${limit}`, received(axes));
    }
  }
  if (operandBatching.some((axis) => collapsed.includes(axis) || indexMap.includes(axis))) {
    throw invalid(
      "a batching axis has another part",
      "batching axes that are neither collapsed nor indexed",
      `[${operandBatching.join(",")}]`,
    );
  }
  if (windowDims.length + collapsed.length + operandBatching.length !== rank) {
    throw invalid(
      "the axes of the windows do not add up",
      `${rank} axes along the windows, collapsed or batching, as ${formatSpec(operand)} has`,
      `${windowDims.length} + ${collapsed.length} + ${operandBatching.length}`,
    );
  }
  const paired =
    operandBatching.length === indicesBatching.length &&
    operandBatching.every((axis, i) => operand.shape[axis] === indices.shape[indicesBatching[i] ?? -1]);
  if (!paired) {
    throw new ShapeMismatchError({
      operation: name,
      problem: "the batching axes differ in size",
      expected: `axes [${operandBatching.join(",")}] as long as axes [${indicesBatching.join(",")}] of the indices`,
      received: `${formatSpec(operand)} and ${formatSpec(indices)}`,
    });
  }
}

/** Windows within the operand, with size 1 (0 on an empty axis) along the axes that are `single`. */
export function requireSliceSizes(
  name: string,
  operand: TensorSpec,
  sliceSizes: Shape,
  single: readonly number[] = [],
): void {
  const valid =
    Array.isArray(sliceSizes) &&
    sliceSizes.length === operand.shape.length &&
    sliceSizes.every((size, axis) => {
      const limit = operand.shape[axis] ?? 0;
      return (
        Number.isInteger(size) && size >= 0 && size <= (single.includes(axis) ? Math.min(1, limit) : limit)
      );
    });
  if (valid) return;
  const within = `one size for each axis, within ${formatSpec(operand)}`;
  const expected = single.length > 0 ? `${within}, 1 at axes [${single.join(",")}]` : within;
  throw wrongArgument(name, "the slice sizes do not fit", expected, sliceSizes);
}
