import { findGpu } from "#gpu";
import { AdapterMissingError } from "../errors/adapter-missing-error.ts";

/** What the device is asked for, where the adapter has it. */
const FEATURES = ["shader-f16", "subgroups", "timestamp-query"] as const;

/** Limits that are raised to what the adapter has. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupStorageSize",
] as const;

/** A device with all that is of use here. @throws AdapterMissingError */
export async function requestDevice(powerPreference: GPUPowerPreference | undefined): Promise<GPUDevice> {
  const gpu = await findGpu();
  const adapter = await gpu.requestAdapter(powerPreference === undefined ? {} : { powerPreference });
  if (adapter === null) {
    throw new AdapterMissingError(
      "WebGPU is there, but it has no adapter to offer",
      "Check the driver of the graphics card, and whether the browser has switched hardware acceleration off.",
    );
  }
  return adapter.requestDevice({
    label: "elegy",
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
}
