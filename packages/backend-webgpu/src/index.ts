export { AdapterMissingError } from "./errors/adapter-missing-error.ts";
export { DeviceFailedError } from "./errors/device-failed-error.ts";
export { DeviceLimitError } from "./errors/device-limit-error.ts";
export { DeviceLostError } from "./errors/device-lost-error.ts";
export { DeviceOutOfMemoryError } from "./errors/device-out-of-memory-error.ts";
export { ShaderInvalidError } from "./errors/shader-invalid-error.ts";
export type { GpuBuffer } from "./memory/gpu-buffer.ts";
export { type DeviceStatistics, webgpu, type WebGpuBackend, type WebGpuOptions } from "./webgpu.ts";
