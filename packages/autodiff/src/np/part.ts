import { slice } from "../lax/movement.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The positions `from…to − 1` along one axis, counted from the front. */
export function part(x: Tensor, axis: number, from: number, to: number): Tensor {
  return slice(
    x,
    x.shape.map((_, i) => (i === axis ? from : 0)),
    x.shape.with(axis, to),
  );
}
