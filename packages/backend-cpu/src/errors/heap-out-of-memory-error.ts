import { ElegyError } from "@elegy/autodiff/spi";

export interface HeapShortage {
  /** What the memory was for. */
  readonly operation: string;
  /** Bytes asked for, bytes handed out, and the most the heap may hold. */
  readonly needed: number;
  readonly inUse: number;
  readonly limit: number;
}

/** The WebAssembly heap has no room for a buffer and cannot grow. A program that it stops has not begun. */
export class HeapOutOfMemoryError extends ElegyError {
  readonly argumentsKept = true;

  constructor({ operation, needed, inUse, limit }: HeapShortage) {
    super("ELEGY_CPU_HEAP_OUT_OF_MEMORY", {
      operation,
      problem: `out of memory: needed ${format(needed)}, in use ${format(inUse)}, limit ${format(limit)}`,
      hint: "Use a smaller batch, or release tensors with dispose() or scope() before they pile up.",
    });
  }
}

function format(bytes: number): string {
  return bytes < 1 << 20 ? `${bytes} bytes` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
