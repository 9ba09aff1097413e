export { cpu, type CpuOptions } from "./cpu.ts";
export { BackendDisposedError } from "./errors/backend-disposed-error.ts";
export { BufferForeignError } from "./errors/buffer-foreign-error.ts";
export { BufferReleasedError } from "./errors/buffer-released-error.ts";
export { CpuBackendError } from "./errors/cpu-backend-error.ts";
export { DTypeUnsupportedError } from "./errors/dtype-unsupported-error.ts";
export { HeapOutOfMemoryError } from "./errors/heap-out-of-memory-error.ts";
export type { CpuBuffer } from "./memory/cpu-buffer.ts";
