import { type Backend, kernelBackend } from "@elegy/autodiff/spi";
import { kernels } from "./kernels.ts";
import { numberStorage } from "./number-storage.ts";

/**
 * The backend the others are measured against: every kernel a plain loop, floats computed in `float64` and rounded once to
 * the output's dtype. Slow, and meant for tests only.
 *
 * @example
 * ```ts
 * import { np, setBackend } from "@elegy/autodiff";
 * import { reference } from "@elegy/backend-reference";
 *
 * setBackend(reference());
 * const tenth = np.array([0.1], { dtype: "float64" });
 * await tenth.add(0.2).sub(0.3).less(1e-16).array(); // => [true]
 * ```
 */
export function reference(): Backend {
  return kernelBackend({
    name: "reference",
    dtypes: ["float64", "float32", "float16", "int32", "uint32", "uint8", "bool"],
    kernels,
    storage: numberStorage,
  });
}
