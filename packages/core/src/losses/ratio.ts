import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";

/** `a / b`, 0 where `b` is. */
export function ratio(a: Tensor, b: Tensor): Tensor {
  const none = b.equal(0);
  return np.where(none, 0, a.div(np.where(none, 1, b)));
}
