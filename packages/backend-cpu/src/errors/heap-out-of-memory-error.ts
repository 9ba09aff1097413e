import { ElegyError } from "@elegy/autodiff/spi";

export interface HeapShortage {
  /** What the memory was for. */
  readonly operation: string;
  /** Bytes asked for, bytes handed out, how large the heap is, and the most that it may hold. */
  readonly needed: number;
  readonly inUse: number;
  readonly size: number;
  readonly limit: number;
}

/** The WebAssembly heap has no room for a buffer and cannot grow. A program that it stops has not begun. */
export class HeapOutOfMemoryError extends ElegyError {
  readonly argumentsKept = true;

  constructor(shortage: HeapShortage) {
    const { operation, needed, inUse, limit } = shortage;
    super("ELEGY_CPU_HEAP_OUT_OF_MEMORY", {
      operation,
      problem: `out of memory: needed ${format(needed)}, in use ${format(inUse)}, limit ${format(limit)}${reason(shortage)}`,
      hint: "Use a smaller batch, or release tensors with dispose() or scope() before they pile up.",
    });
  }
}

/** Why there is no room where sizes alone do not tell. */
function reason({ needed, inUse, size, limit }: HeapShortage): string {
  if (needed + inUse > limit) return "";
  // Growing by all that is needed would have been allowed.
  if (size + needed <= limit) return `, and the system gives no more than ${format(size)}`;
  return ", and what is free is not in one piece";
}

function format(bytes: number): string {
  return bytes < 1 << 20 ? `${bytes} bytes` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
