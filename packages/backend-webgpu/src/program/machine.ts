import type { Allocation, BufferPool } from "../memory/buffer-pool.ts";
import type { Pipelines } from "./pipelines.ts";
import type { Program } from "./program.ts";
import type { Recorder } from "./recorder.ts";

/** What programs run with. */
export interface Machine {
  readonly device: GPUDevice;
  readonly pool: BufferPool;
  readonly recorder: Recorder;
  readonly pipelines: Pipelines;
}

/**
 * The commands of a program on buffers. It yields a buffer whose first element it has to know before it goes on, and is
 * resumed with that number.
 */
export type Commands = Generator<Allocation, void, number>;

/** Records a program on buffers of the caller's. */
export type RecordProgram = (
  machine: Machine,
  program: Program,
  inputs: readonly Allocation[],
  outputs: readonly Allocation[],
) => Commands;
