import { full } from "../../lax/creation.ts";
import { div, eq, select } from "../../lax/elementwise.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** The part of the result's tangent that comes from `x`: 1 where x alone is the result, ½ on a tie, else 0. */
export function share(x: Tensor, y: Tensor, result: Tensor): Tensor {
  const filled = (value: number): Tensor => full(result.shape, value, result.dtype);
  const wins = select(eq(x, result), filled(1), filled(0));
  return div(wins, select(eq(y, result), filled(2), filled(1)));
}
