import { BatchFeed } from "../data/batch-feed.ts";
import { type InputArguments, openSource } from "../data/open-source.ts";
import { BatchesAhead } from "./batches-ahead.ts";
import type { Callback, LogValues, Verbosity } from "./callback.ts";
import { CallbackList } from "./callback-list.ts";
import { PassProgress } from "./pass-progress.ts";
import { optionalCount, requireKnownOptions } from "./options.ts";
import { prepare } from "./preparation.ts";
import { runEvaluation } from "./run-evaluation.ts";
import type { ClassWeight, Trainable } from "./trainable.ts";

/** What `evaluate` is given. */
export interface EvaluateOptions extends InputArguments {
  /** Samples per step, where data are arrays. Default 32; with `steps`, what cuts the samples into so many. */
  readonly batchSize?: number;
  /** How many batches to measure. Default: all. */
  readonly steps?: number;
  readonly classWeight?: ClassWeight;
  readonly callbacks?: readonly Callback[];
  /** 0: silent; 1: a progress bar for long work in a terminal (default); 2: a line at the end. */
  readonly verbose?: Verbosity;
}

const OPTIONS: Readonly<Record<keyof EvaluateOptions, true>> = {
  x: true,
  y: true,
  sampleWeight: true,
  batchSize: true,
  steps: true,
  classWeight: true,
  callbacks: true,
  verbose: true,
};

/** Measures a model: see `Model.evaluate`. */
export async function evaluate(model: Trainable, options: EvaluateOptions): Promise<LogValues> {
  requireKnownOptions("evaluate", options, Object.keys(OPTIONS));
  const { x, y, sampleWeight, callbacks: own = [], verbose = 1 } = options;
  const batchSize = optionalCount("evaluate", "batchSize", options.batchSize, 1);
  const steps = optionalCount("evaluate", "steps", options.steps, 1);
  const cut = { batchSize, steps, shuffle: undefined, seed: model.seed, dropRemaining: undefined };
  const source = await openSource("evaluate", { x, y, sampleWeight }, cut);
  const feed = new BatchFeed(source, {
    operation: "evaluate",
    stepsOption: "steps",
    steps,
    firstEpoch: 0,
    epochs: 1,
    restarts: true,
  });
  const shown = verbose === 0 ? [] : [new PassProgress("Evaluate", feed, verbose)];
  const callbacks = new CallbackList("evaluate", [...own, ...shown]);
  const classWeight = model.classWeights(options.classWeight);
  const ahead = new BatchesAhead(feed.epoch(0), classWeight);
  try {
    const first = await ahead.peek();
    // A feed without a batch has thrown.
    if (first === null) return {};
    const { noTestTotals, check } = prepare(model, [feed], first, classWeight, ["test"]);
    await callbacks.setModel(model.callbackModel);
    const checks = feed.whole === null ? check : () => {};
    return await runEvaluation({ model, callbacks, ahead, noTotals: noTestTotals, check: checks });
  } finally {
    shown.forEach((progress) => progress.close());
    await ahead.close();
    await feed.close();
    await source.close();
    classWeight?.dispose();
  }
}
