import { type Samples, samplesAt } from "./samples.ts";
import { shuffled } from "./shuffled.ts";

export interface BatchOptions {
  readonly batchSize: number;
  /** Another order for every seed; `null` keeps the order. */
  readonly shuffleSeed: number | null;
}

/** Cuts samples into batches; the last one is as short as it has to be, and never left out. */
export function* batches(samples: Samples, { batchSize, shuffleSeed }: BatchOptions): Generator<Samples> {
  const order =
    shuffleSeed === null ? positions(samples.count) : shuffled(positions(samples.count), shuffleSeed);
  for (let from = 0; from < samples.count; from += batchSize) {
    yield samplesAt(samples, order.slice(from, from + batchSize));
  }
}

function positions(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
