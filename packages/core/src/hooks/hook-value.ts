import { isFloat, isTensor, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { HookValueInvalidError } from "./hook-errors.ts";

/**
 * What a hook was given as a float scalar.
 *
 * @throws HookValueInvalidError
 */
export function hookValue(hook: string, name: string, value: unknown): Tensor {
  if (typeof value === "number") return np.full([], value, { dtype: "float32" });
  if (isTensor(value) && value.ndim === 0) return isFloat(value.dtype) ? value : value.astype("float32");
  throw new HookValueInvalidError(hook, name, value);
}
