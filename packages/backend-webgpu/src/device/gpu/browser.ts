import { AdapterMissingError } from "../../errors/adapter-missing-error.ts";

/** The browser's WebGPU. @throws AdapterMissingError */
export function findGpu(): Promise<GPU> {
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (gpu !== undefined) return Promise.resolve(gpu);
  return Promise.reject(
    new AdapterMissingError(
      "there is no WebGPU here",
      globalThis.isSecureContext
        ? "Use a browser that has it, or @elegy/backend-cpu."
        : "It exists in secure contexts only: serve the page over https or from localhost.",
    ),
  );
}
