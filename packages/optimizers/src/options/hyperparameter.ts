import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";

/**
 * A constant, or a scalar tensor that comes from outside, as from `injectHyperparams`. The range of a tensor's value is not
 * checked.
 */
export type Hyperparameter = number | Tensor;

/** `1 − value`. */
export function oneMinus(value: Hyperparameter): Hyperparameter {
  return typeof value === "number" ? 1 - value : np.subtract(1, value);
}

/** As a tensor `f32[]`, or of the dtype that it has. */
export function scalarTensor(value: Hyperparameter): Tensor {
  return typeof value === "number" ? np.full([], value, { dtype: "float32" }) : value;
}
