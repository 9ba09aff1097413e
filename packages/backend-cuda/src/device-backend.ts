import { type Backend, kernelBackend } from "@elegy/autodiff/spi";
import type { TensorFlowBinding } from "./binding/tensorflow-binding.ts";
import { kernelsOn } from "./kernels/kernels.ts";
import { deviceStorage } from "./tensorflow/storage.ts";
import { TensorFlow } from "./tensorflow/tensorflow.ts";

/** A backend on a binding that is loaded. */
export function deviceBackend(binding: TensorFlowBinding): Backend {
  const tf = new TensorFlow(binding);
  const backend = kernelBackend({
    name: "cuda",
    dtypes: ["float64", "float32", "float16", "int32", "uint32", "uint8", "bool"],
    storage: deviceStorage(binding, tf),
    kernels: kernelsOn(tf),
  });
  return {
    ...backend,
    dispose() {
      backend.dispose();
      tf.dispose();
    },
  };
}
