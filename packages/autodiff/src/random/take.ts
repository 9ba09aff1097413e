import { broadcastedIota, zerosOf } from "../lax/creation.ts";
import { convertElementType, eq, select } from "../lax/elementwise.ts";
import { broadcastInDim } from "../lax/movement.ts";
import { reduceMax, reduceSum } from "../lax/reduction.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * The slices of `x` along an axis that `i32[n]` names, in this order. Each is picked out of all, which wants memory for
 * n times the elements of `x`.
 */
export function take(x: Tensor, indices: Tensor, axis: number): Tensor {
  const shape = x.shape.toSpliced(axis, 0, indices.size);
  const places = broadcastedIota("int32", shape, axis + 1);
  const wanted = broadcastInDim(indices, shape, [axis]);
  const kept = shape.map((_, i) => i).filter((i) => i !== axis);
  const elements = broadcastInDim(x, shape, kept);
  const picked = select(eq(places, wanted), elements, zerosOf(elements.spec));
  if (x.dtype === "bool") return reduceMax(picked, [axis + 1]);
  // Sums of a byte and zeros fit a byte, but bytes are not summed.
  const summable = x.dtype === "uint8" ? convertElementType(picked, "uint32") : picked;
  return convertElementType(reduceSum(summable, [axis + 1]), x.dtype);
}
