import type { DeviceTraits } from "../kernels/kernel-rule.ts";

/** What the code for a device depends on. */
export function traitsOf({ features, limits }: GPUDevice): DeviceTraits {
  return {
    shaderF16: features.has("shader-f16"),
    maxStorageBuffers: limits.maxStorageBuffersPerShaderStage,
    maxInvocations: limits.maxComputeInvocationsPerWorkgroup,
  };
}
