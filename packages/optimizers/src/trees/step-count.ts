import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";

/** The number of updates made, before the first: `i32[]`. */
export function zeroCount(): Tensor {
  return np.zeros([], { dtype: "int32" });
}

const LAST = 2 ** 31 - 1;

/** One more; the largest `int32` stays. */
export function incremented(count: Tensor): Tensor {
  return np.minimum(count, LAST - 1).add(1);
}
