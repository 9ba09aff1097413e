import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import { convertElementType, select } from "../lax/elementwise.ts";
import { reduceSum } from "../lax/reduction.ts";
import { formatSpec, sameShape, sizeOf } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { broadcastShapes, broadcastTrailing, tensorOf } from "./operands.ts";

/**
 * The `where` of a reduction as a `bool` tensor of the operand's shape.
 *
 * @throws ShapeMismatchError if it does not broadcast to it.
 */
export function maskFor(operation: string, where: TensorLike, x: Tensor): Tensor {
  const mask = convertElementType(tensorOf(operation, where), "bool");
  if (!sameShape(broadcastShapes(operation, [mask.shape, x.shape], [mask, x]), x.shape)) {
    throw new ShapeMismatchError({
      operation,
      problem: "where is larger than the operand",
      expected: `what broadcasts to [${x.shape.join(",")}]`,
      received: formatSpec(mask.spec),
    });
  }
  return broadcastTrailing(mask, x.shape);
}

/** The operand with `filler` in place of the elements that do not take part. */
export function takingPart(
  operation: string,
  x: Tensor,
  where: TensorLike | undefined,
  filler: number,
): Tensor {
  if (where === undefined) return x;
  return select(maskFor(operation, where, x), x, full(x.shape, filler, x.dtype));
}

/** How many elements take part over `axes`, in the dtype of the operand. */
export function countTakingPart(
  operation: string,
  x: Tensor,
  where: TensorLike | undefined,
  axes: readonly number[],
): Tensor {
  if (where !== undefined) {
    return reduceSum(convertElementType(maskFor(operation, where, x), x.dtype), axes);
  }
  const kept = x.shape.filter((_, axis) => !axes.includes(axis));
  return full(kept, sizeOf(axes.map((axis) => x.shape[axis] ?? 1)), x.dtype);
}
