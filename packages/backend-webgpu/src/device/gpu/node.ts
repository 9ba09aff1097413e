import { AdapterMissingError } from "../../errors/adapter-missing-error.ts";

/** One for the process: adapters and devices live no longer than it does. */
let found: Promise<GPU> | null = null;

/** WebGPU over Dawn, of the package `webgpu`. @throws AdapterMissingError */
export function findGpu(): Promise<GPU> {
  found ??= load().catch((error: unknown) => {
    found = null;
    throw error;
  });
  return found;
}

async function load(): Promise<GPU> {
  const given: GPU | undefined = globalThis.navigator?.gpu;
  if (given !== undefined) return given;
  try {
    const { create } = await import("webgpu");
    return create([]);
  } catch (cause) {
    throw new AdapterMissingError(
      "the package webgpu, which brings WebGPU to Node, cannot be loaded",
      "Install it (npm install webgpu@0.6.2), and a driver for Vulkan, Metal or Direct3D.",
      cause,
    );
  }
}
