export { cpu, type CpuOptions } from "./cpu.ts";
export { HeapOutOfMemoryError } from "./errors/heap-out-of-memory-error.ts";
export type { CpuBuffer } from "./memory/cpu-buffer.ts";
