import { threefry2x32 } from "../../lax/bits.ts";
import { broadcastedIota, full } from "../../lax/creation.ts";
import { broadcastInDim, reshape, slice } from "../../lax/movement.ts";
import { type Shape, sizeOf } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Two random words for each element of a shape: Threefry applied to the element's position, so that a longer
 * shape only adds to a shorter one (`jax_threefry_partitionable`).
 *
 * @param keys `u32[…, 2]`.
 * @returns twice `u32[…, ...shape]`.
 */
export function hashPositions(keys: Tensor, shape: Shape): readonly [Tensor, Tensor] {
  const outer = keys.shape.slice(0, -1);
  const size = sizeOf(shape);
  const axes = outer.map((_, axis) => axis);
  const word = (index: number): Tensor => {
    const start = [...outer.map(() => 0), index];
    const column = slice(keys, start, [...outer, index + 1]);
    return broadcastInDim(reshape(column, outer), [...outer, size], axes);
  };
  // Positions need the second word only beyond 2³² elements.
  const [high, low] = threefry2x32(
    word(0),
    word(1),
    full([...outer, size], 0, "uint32"),
    broadcastedIota("uint32", [...outer, size], outer.length),
  );
  return [reshape(high, [...outer, ...shape]), reshape(low, [...outer, ...shape])];
}
