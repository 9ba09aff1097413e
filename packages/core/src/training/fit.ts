import { ArgumentInvalidError } from "@elegy/autodiff";
import type { InputArguments } from "../data/open-source.ts";
import type { Callback, TrainingProgress, Verbosity } from "./callback.ts";
import { CallbackList } from "./callback-list.ts";
import { disposeTree } from "./device-batch.ts";
import { type FitData, openFitData, type ValidationData } from "./fit-data.ts";
import { History } from "./history.ts";
import { Interrupt } from "./interrupt.ts";
import { optionalCount, requireCount, requireKnownOptions } from "./options.ts";
import { FitProgress } from "./fit-progress.ts";
import type { ClassWeight, Trainable } from "./trainable.ts";
import { TrainingLoop } from "./training-loop.ts";
import { validationEpochs } from "./validation-epochs.ts";

// Who owns which option of `fit`:
//   x, y, sampleWeight                    data/open-source.ts: arrays, streams, loaders
//   batchSize, shuffle, dropRemaining     data/array-source.ts
//   stepsPerEpoch, validationSteps        data/batch-feed.ts
//   validationData, -Split, -BatchSize    training/fit-data.ts
//   validationFreq                        training/validation-epochs.ts
//   epochs, initialEpoch                  training/training-loop.ts
//   classWeight                           the model, then the losses
//   verbose                               training/fit-progress.ts
//   callbacks                             training/callback-list.ts: the user's, then FitProgress, then History

/** What `fit` is given. */
export interface FitOptions extends InputArguments {
  /** The number of the last epoch; with `initialEpoch` 0, how many there are. Default 1. */
  readonly epochs?: number;
  /**
   * Samples per step, where data are arrays. Default 32; with `stepsPerEpoch`, what cuts the samples into so many
   * batches. The last batch of an epoch may be shorter; it is never left out.
   */
  readonly batchSize?: number;
  /** A new order in every epoch, from the model's seed and the number of the epoch. Default `true`. */
  readonly shuffle?: boolean;
  /** Leave out the last batch of a pass where it is short. Default `false`. */
  readonly dropRemaining?: boolean;
  /** Where to begin counting epochs. Default 0. */
  readonly initialEpoch?: number;
  /** Steps in an epoch, over data that go on from epoch to epoch. Default: one pass over the data. */
  readonly stepsPerEpoch?: number;
  /** The last fraction of the samples, evaluated after an epoch and never trained with. */
  readonly validationSplit?: number;
  /** `[x, y]`, `[x, y, sampleWeight]`, or a stream of batches, evaluated after an epoch. */
  readonly validationData?: ValidationData;
  /** How many batches to validate with. Default: all. */
  readonly validationSteps?: number;
  /** Default: `batchSize`. */
  readonly validationBatchSize?: number;
  /** Evaluate after every so many epochs, or after those of a list, counted from 1. Default 1. */
  readonly validationFreq?: number | readonly number[];
  /** A weight for the samples of each class, by label. */
  readonly classWeight?: ClassWeight;
  readonly callbacks?: readonly Callback[];
  /**
   * 0: silent; 1: a progress bar (default); 2: a line per epoch; 3: a live table; 4: a table per epoch. Outside of a
   * terminal 1 is 2, and 3 is 4.
   */
  readonly verbose?: Verbosity;
}

const OPTIONS: Readonly<Record<keyof FitOptions, true>> = {
  x: true,
  y: true,
  sampleWeight: true,
  epochs: true,
  batchSize: true,
  shuffle: true,
  dropRemaining: true,
  initialEpoch: true,
  stepsPerEpoch: true,
  validationSplit: true,
  validationData: true,
  validationSteps: true,
  validationBatchSize: true,
  validationFreq: true,
  classWeight: true,
  callbacks: true,
  verbose: true,
};

/** Trains a model: see `Model.fit`. */
export async function fit(model: Trainable, options: FitOptions): Promise<History> {
  requireKnownOptions("fit", options, Object.keys(OPTIONS));
  if (model.run.progress !== null) throw runningError();
  const epochs = requireCount("fit", "epochs", options.epochs ?? 1, 0);
  const initialEpoch = requireCount("fit", "initialEpoch", options.initialEpoch ?? 0, 0);
  const validates = validationEpochs("fit", options.validationFreq ?? 1);
  const classWeight = model.classWeights(options.classWeight);
  try {
    const data = await openFitData({
      ...counts(options),
      x: options.x,
      y: options.y,
      sampleWeight: options.sampleWeight,
      seed: model.seed,
      initialEpoch,
      epochs,
      shuffle: options.shuffle,
      dropRemaining: options.dropRemaining,
      validationSplit: options.validationSplit,
      validationData: options.validationData,
      validations: Array.from(
        { length: Math.max(0, epochs - initialEpoch) },
        (_, i) => initialEpoch + i,
      ).filter(validates).length,
    });
    try {
      return await runFit(model, data, options, { epochs, initialEpoch, validates, classWeight });
    } finally {
      await data.close();
    }
  } finally {
    classWeight?.dispose();
  }
}

interface Run {
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly validates: (epoch: number) => boolean;
  readonly classWeight: ReturnType<Trainable["classWeights"]>;
}

async function runFit(
  model: Trainable,
  { training, validation }: FitData,
  { callbacks: own = [], verbose = 1 }: FitOptions,
  { epochs, initialEpoch, validates, classWeight }: Run,
): Promise<History> {
  const { run } = model;
  const history = new History();
  const shown = verbose === 0 ? [] : [new FitProgress()];
  const callbacks = new CallbackList("fit", [...own, ...shown, history]);
  const params = { epochs, initialEpoch, steps: training.steps, samples: training.samples, verbose };
  const begin: TrainingProgress = { epoch: initialEpoch, batch: 0, totals: {} };
  const interrupt = new Interrupt();
  run.stopTraining = false;
  run.callbacks = callbacks.callbacks;
  run.progress = begin;
  try {
    await callbacks.setModel(model.callbackModel);
    const start = (await callbacks.resume(params)) ?? begin;
    const plan = { model, params, callbacks, classWeight, training, validation, validates, interrupt };
    await ending(
      () => new TrainingLoop(plan).run(start),
      () => callbacks.callAll("onTrainEnd"),
    );
  } finally {
    interrupt.dispose();
    disposeTree(run.progress.totals);
    run.callbacks = [];
    run.progress = null;
  }
  return history;
}

/** Runs something and then its end, however it went. The first error is the one that counts. */
async function ending(work: () => Promise<void>, end: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await end().catch(() => {});
    throw error;
  }
  await end();
}

type Counts = "batchSize" | "stepsPerEpoch" | "validationSteps" | "validationBatchSize";

function counts(options: FitOptions): Readonly<Record<Counts, number | undefined>> {
  const count = (name: Counts): number | undefined => optionalCount("fit", name, options[name], 1);
  return {
    batchSize: count("batchSize"),
    stepsPerEpoch: count("stepsPerEpoch"),
    validationSteps: count("validationSteps"),
    validationBatchSize: count("validationBatchSize"),
  };
}

function runningError(): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "fit",
    problem: "the model is training already",
    expected: "one fit at a time",
    received: "a second one before the first has ended",
    hint: "Wait for it: `await model.fit(…)`.",
  });
}
