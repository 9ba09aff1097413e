import { type Backend, kernelBackend } from "@elegy/autodiff/spi";
import { kernels } from "./kernels.ts";
import { numberStorage } from "./number-storage.ts";

/**
 * The backend the others are measured against: every kernel a plain loop, floats computed in `float64` and rounded once to
 * the output's dtype. Slow, and meant for tests only.
 */
export function reference(): Backend {
  return kernelBackend({
    name: "reference",
    dtypes: ["float64", "float32", "float16", "int32", "uint32", "uint8", "bool"],
    kernels,
    storage: numberStorage,
  });
}
