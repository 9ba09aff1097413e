import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import { batches } from "../data/batches.ts";
import type { DataTree } from "../data/data-tree.ts";
import { epochSeed } from "../data/shuffled.ts";
import { type DataArguments, type Samples, samplesOf } from "../data/samples.ts";
import { type EpochTotals, readTotals } from "../logs/epoch-totals.ts";
import { Breath } from "./breathe.ts";
import type { Callback, LogValues, Verbosity } from "./callback.ts";
import { callEach } from "./callback-list.ts";
import { disposeTree, withDeviceBatch } from "./device-batch.ts";
import { History } from "./history.ts";
import { requireCount, requireKnownOptions } from "./options.ts";
import { Progress } from "./progress.ts";
import { runEvaluation } from "./evaluate.ts";
import type { ClassWeight, Trainable } from "./trainable.ts";

// Who owns which option of `fit`:
//   x, y, sampleWeight            data/samples.ts: brought to the host, checked
//   batchSize, shuffle            data/batches.ts
//   epochs, initialEpoch          the loop below
//   classWeight                   the model, then the losses
//   validation*                   training/evaluate.ts
//   verbose                       training/progress.ts
//   callbacks                     training/callback-list.ts: the user's, then Progress, then History

/** What `fit` is given. */
export interface FitOptions extends DataArguments {
  /** The number of the last epoch; with `initialEpoch` 0, how many there are. Default 1. */
  readonly epochs?: number;
  /** Samples per step. Default 32. The last batch of an epoch may be shorter; it is never left out. */
  readonly batchSize?: number;
  /** A new order in every epoch, from the model's seed. Default `true`. */
  readonly shuffle?: boolean;
  /** Where to begin counting epochs. Default 0. */
  readonly initialEpoch?: number;
  /** `[x, y]` or `[x, y, sampleWeight]`, evaluated after an epoch. */
  readonly validationData?: readonly [x: DataTree, y: DataTree, sampleWeight?: DataTree];
  /** Default: `batchSize`. */
  readonly validationBatchSize?: number;
  /** Evaluate after every so many epochs. Default 1. */
  readonly validationFreq?: number;
  /** A weight for the samples of each class, by label. */
  readonly classWeight?: ClassWeight;
  readonly callbacks?: readonly Callback[];
  /** 0: silent; 1: a progress bar in a terminal (default); 2: a line per epoch. */
  readonly verbose?: Verbosity;
}

const OPTIONS: Readonly<Record<keyof FitOptions, true>> = {
  x: true,
  y: true,
  sampleWeight: true,
  epochs: true,
  batchSize: true,
  shuffle: true,
  initialEpoch: true,
  validationData: true,
  validationBatchSize: true,
  validationFreq: true,
  classWeight: true,
  callbacks: true,
  verbose: true,
};

/** Trains a model: see `Model.fit`. */
export async function fit(model: Trainable, options: FitOptions): Promise<History> {
  requireKnownOptions("fit", options, Object.keys(OPTIONS));
  const { shuffle = true, callbacks: own = [], verbose = 1, validationData } = options;
  const epochs = requireCount("fit", "epochs", options.epochs ?? 1, 0);
  const initialEpoch = requireCount("fit", "initialEpoch", options.initialEpoch ?? 0, 0);
  const batchSize = requireCount("fit", "batchSize", options.batchSize ?? 32, 1);
  const validationFreq = requireCount("fit", "validationFreq", options.validationFreq ?? 1, 1);
  const validationBatchSize = requireCount(
    "fit",
    "validationBatchSize",
    options.validationBatchSize ?? batchSize,
    1,
  );

  const samples = await samplesOf("fit", options);
  const validation = validationData ? await validationSamples(validationData) : null;
  const classWeight = model.classWeights(options.classWeight);
  const history = new History();
  const callbacks: readonly Callback[] = [...own, ...(verbose === 0 ? [] : [new Progress()]), history];
  const steps = Math.ceil(samples.count / batchSize);
  try {
    const noTotals = prepare(model, samples, validation, batchSize, classWeight);
    try {
      await callEach(callbacks, "onTrainBegin", {
        epochs,
        initialEpoch,
        steps,
        samples: samples.count,
        verbose,
      });
      for (let epoch = initialEpoch; epoch < epochs; epoch++) {
        await callEach(callbacks, "onEpochBegin", epoch);
        const cut = { batchSize, shuffleSeed: shuffle ? epochSeed(model.seed, epoch) : null };
        const logs = await trainEpoch(model, samples, cut, classWeight, noTotals.train, callbacks);
        const checked = validation !== null && (epoch + 1) % validationFreq === 0;
        const validationLogs = checked
          ? await runEvaluation(model, validation, validationBatchSize, classWeight, noTotals.test)
          : {};
        await callEach(callbacks, "onEpochEnd", epoch, { ...logs, ...prefixed("val_", validationLogs) });
      }
    } finally {
      await callEach(callbacks, "onTrainEnd");
    }
  } finally {
    classWeight?.dispose();
  }
  return history;
}

async function validationSamples(data: NonNullable<FitOptions["validationData"]>): Promise<Samples> {
  if (!Array.isArray(data)) {
    throw new ArgumentInvalidError({
      operation: "fit",
      problem: "`validationData` is not a list",
      expected: "[x, y] or [x, y, sampleWeight]",
      received: `an object with ${Object.keys(data).join(", ")}`,
    });
  }
  const [x, y, sampleWeight] = data;
  return samplesOf("fit (validationData)", { x, y, sampleWeight });
}

interface NoTotals {
  readonly train: () => EpochTotals;
  readonly test: () => EpochTotals;
}

/** Makes parameters if there are none, and looks at all targets before the first step. */
function prepare(
  model: Trainable,
  samples: Samples,
  validation: Samples | null,
  batchSize: number,
  classWeight: Tensor | null,
): NoTotals {
  const [first = samples] = batches(samples, { batchSize, shuffleSeed: null });
  return withDeviceBatch(first, classWeight, (batch) => {
    model.initialize(batch);
    model.checkTargets(samples, batch);
    if (validation) model.checkTargets(validation, batch);
    const train = model.noTotals("train", batch);
    return { train, test: validation ? model.noTotals("test", batch) : train };
  });
}

async function trainEpoch(
  model: Trainable,
  samples: Samples,
  cut: { readonly batchSize: number; readonly shuffleSeed: number | null },
  classWeight: Tensor | null,
  noTotals: () => EpochTotals,
  callbacks: readonly Callback[],
): Promise<LogValues> {
  model.resetMetrics();
  const step = model.entryPoints().train;
  const breath = new Breath();
  let totals = noTotals();
  let index = 0;
  try {
    for (const part of batches(samples, cut)) {
      [totals, model.states] = withDeviceBatch(part, classWeight, (batch) =>
        step(model.states, totals, batch),
      );
      const now = totals;
      await callEach(callbacks, "onTrainBatchEnd", index, () => readTotals(now));
      await breath.take();
      index += 1;
    }
    return await readTotals(totals);
  } finally {
    disposeTree(totals);
  }
}

function prefixed(prefix: string, logs: LogValues): LogValues {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [prefix + name, value]));
}
