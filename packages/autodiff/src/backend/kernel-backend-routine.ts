import type { Graph } from "../primitive/primitive.ts";
import type { BufferPool, Cell } from "./kernel-backend-buffers.ts";
import type { Operation } from "./kernel-backend-plan.ts";
import type { KernelStorage } from "./kernel-backend-storage.ts";

/**
 * From operands to results. It takes over the hold on each operand, also if it throws; the caller becomes a holder of
 * each result.
 */
export type Routine<Buffer> = (operands: readonly Cell<Buffer>[]) => readonly Cell<Buffer>[];

/** What runs a program on a kernel backend. */
export interface Machine<Buffer> {
  /** Of the program, for messages. */
  readonly name: string;
  readonly backend: string;
  readonly pool: BufferPool<Buffer>;
  readonly storage: KernelStorage<Buffer>;
  routine(graph: Graph): Routine<Buffer>;
  operation(operation: Operation): Routine<Buffer>;
}
