import { TensorFlowModuleInvalidError } from "../errors/loading-errors.ts";
import type { TensorFlowBinding } from "./tensorflow-binding.ts";

/** `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, as `import` and `require` give it. */
export interface TensorFlowModule {
  findBackend(name: string): unknown;
}

/**
 * The binding that a loaded module computes with.
 *
 * @throws TensorFlowModuleInvalidError
 */
export function bindingOf(loaded: unknown): TensorFlowBinding {
  const module = [loaded, property(loaded, "default")].find(isModule);
  const binding = property(module?.findBackend("tensorflow"), "binding");
  if (!isBinding(binding)) throw new TensorFlowModuleInvalidError();
  return binding;
}

function isModule(value: unknown): value is TensorFlowModule {
  return typeof property(value, "findBackend") === "function";
}

function isBinding(value: unknown): value is TensorFlowBinding {
  return ["executeOp", "createTensor", "deleteTensor", "tensorDataSync", "isUsingGpuDevice"].every(
    (name) => typeof property(value, name) === "function",
  );
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Reflect.get(value, name);
}
