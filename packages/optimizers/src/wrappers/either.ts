import type { Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";

/** `onTrue()` where the scalar holds, else `onFalse()`; only one of them is computed. */
export function either<T>(condition: Tensor, onTrue: () => T, onFalse: () => NoInfer<T>): T {
  const chosen: unknown = lax.cond(condition, onTrue as () => object, onFalse as () => object);
  // Both are trees of tensors of one structure, and so is the result.
  return chosen as T;
}
