import { ArgumentInvalidError } from "@elegy/autodiff";
import type { BatchSource } from "./batch-source.ts";
import { type Samples, samplesAt } from "./samples.ts";
import { passSeed, shuffled } from "./shuffled.ts";

/** How samples are cut into batches. */
export interface BatchOptions {
  readonly batchSize: number;
  /** Another order for every pass, from this seed; `null` keeps the order. */
  readonly shuffleSeed: number | null;
  /** Leave out a last batch that is short. */
  readonly dropRemaining: boolean;
}

/** Cuts samples in memory into batches; the last one is as short as it has to be. */
export function arraySource(operation: string, samples: Samples, options: BatchOptions): BatchSource {
  const { batchSize } = options;
  const steps = requireSteps(operation, samples.count, options);
  return {
    steps,
    samples: Math.min(samples.count, steps * batchSize),
    replayable: true,
    whole: samples,
    async *pass(number, from) {
      const order = orderOf(samples.count, options.shuffleSeed, number);
      for (let step = from; step < steps; step++) {
        yield samplesAt(samples, order.slice(step * batchSize, (step + 1) * batchSize));
      }
    },
    close: () => Promise.resolve(),
  };
}

/** The positions of all samples in the order of one pass. */
export function orderOf(count: number, seed: number | null, pass: number): readonly number[] {
  const positions = Array.from({ length: count }, (_, i) => i);
  return seed === null ? positions : shuffled(positions, passSeed(seed, pass));
}

/**
 * How many batches there are.
 *
 * @throws ArgumentInvalidError if every sample would be left out.
 */
export function requireSteps(
  operation: string,
  count: number,
  { batchSize, dropRemaining }: Pick<BatchOptions, "batchSize" | "dropRemaining">,
): number {
  const steps = dropRemaining ? Math.floor(count / batchSize) : Math.ceil(count / batchSize);
  if (steps > 0) return steps;
  if (count === 0) {
    throw new ArgumentInvalidError({
      operation,
      problem: "there are no samples",
      expected: "at least one",
      received: "a dataset of length 0",
    });
  }
  throw new ArgumentInvalidError({
    operation,
    problem: "`dropRemaining` leaves no batch",
    expected: `at least ${batchSize} samples for one batch`,
    received: `${count}`,
    hint: "Choose a smaller batchSize, or keep the short batch.",
  });
}
