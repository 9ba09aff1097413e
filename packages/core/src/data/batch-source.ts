import type { Samples } from "./samples.ts";

/** Batches of one pass over the data, one after the other. */
export type BatchIterator = AsyncIterator<Samples, void>;

/** Where batches come from: arrays in memory, a stream, a `DataLoader`. */
export interface BatchSource {
  /** Batches in one pass; `null` where a stream does not say. */
  readonly steps: number | null;
  /** Samples in one pass; `null` where a stream does not say. */
  readonly samples: number | null;
  /** Whether there is another pass after the first. */
  readonly replayable: boolean;
  /** All samples, where they are in memory: they can be looked at before the first step. */
  readonly whole: Samples | null;
  /** One pass, from its batch number `from` on. Its number decides the order of what is shuffled. */
  pass(number: number, from: number): BatchIterator;
  /** Frees what the source holds: threads, readers. */
  close(): Promise<void>;
}

/** Something that gives its batches to `fit`, `evaluate` and `predict`: a `DataLoader`. */
export interface BatchCarrier {
  /** @param seed of the order, where the carrier has none of its own. */
  openBatches(operation: string, seed: number): Promise<BatchSource>;
}

export function isBatchCarrier(data: object): data is BatchCarrier {
  return "openBatches" in data && typeof data.openBatches === "function";
}
