import type { CommandCounts } from "./count-commands.ts";

/** What a process of its own tells, as one line of JSON: times in milliseconds, memory in bytes. */
export interface Measurement {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** From the description of the case to the end of the first step: parameters, tracing, compilation. */
  readonly firstStep: number;
  /** The most memory that was resident. */
  readonly rss: number;
  /** The loss, or the mean size of the elements of a result. */
  readonly value: number;
  readonly version: string;
  /** What a step gave to a device, where the work was done on one. */
  readonly onDevice?: CommandCounts & { readonly name: string };
}

/** What became of a peer that could not do the case. */
export interface Failure {
  readonly error: string;
}

export type Outcome = Measurement | Failure;

/** How long to measure. */
export interface Effort {
  /** Milliseconds of steps that count; a third of it is for warming up. */
  readonly budget: number;
  /** Steps in a row on a device. */
  readonly steps: number;
  /** Milliseconds after which a process is ended. */
  readonly timeout: number;
}
