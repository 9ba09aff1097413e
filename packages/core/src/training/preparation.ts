import type { Tensor } from "@elegy/autodiff";
import type { BatchFeed } from "../data/batch-feed.ts";
import { firstSamples, type Samples } from "../data/samples.ts";
import type { EpochTotals } from "../logs/epoch-totals.ts";
import { type DeviceBatch, withDeviceBatch } from "./device-batch.ts";
import type { Trainable } from "./trainable.ts";

/** What a loop knows once it has seen a batch. */
export interface Preparation {
  readonly noTrainTotals: () => EpochTotals;
  readonly noTestTotals: () => EpochTotals;
  readonly check: (samples: Samples) => void;
}

/**
 * Makes parameters if there are none, and looks at all targets in memory before the first step.
 *
 * @param first of the batches to come.
 */
export function prepare(
  model: Trainable,
  feeds: readonly BatchFeed[],
  first: DeviceBatch,
  classWeight: Tensor | null,
  steps: readonly ("train" | "test")[],
): Preparation {
  const [{ whole } = { whole: null }] = feeds;
  if (whole === null) model.initialize(first.batch);
  // Parameters are made from the first samples as they were given, as `init` does.
  else
    withDeviceBatch(firstSamples(whole, first.samples.count), classWeight, (batch) =>
      model.initialize(batch),
    );

  const check = model.targetsCheck(first.batch);
  for (const feed of feeds) if (feed.whole !== null) check(feed.whole);
  const noTotals = (step: "train" | "test"): (() => EpochTotals) =>
    steps.includes(step) ? model.noTotals(step, first.batch) : () => ({});
  return { noTrainTotals: noTotals("train"), noTestTotals: noTotals("test"), check };
}
