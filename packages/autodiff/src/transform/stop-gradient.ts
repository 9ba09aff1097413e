import * as lax from "../lax/composed.ts";
import { mapLeaves, type MapLeaves } from "../tree/map-leaves.ts";
import { tensorOf } from "../np/operands.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";

/**
 * The same values, through which no gradient flows.
 *
 * @example
 * ```ts
 * await grad((x) => stopGradient(x).mul(x))(np.array(3).astype("float32")).item(); // => 3
 * ```
 */
export function stopGradient<T>(values: T): MapLeaves<T, Tensor> {
  return mapLeaves((leaf: TensorLike) => lax.stopGradient(tensorOf("stopGradient", leaf)), values);
}
