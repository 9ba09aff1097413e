import { ArgumentInvalidError, formatSpec, type Tensor, type TypedArray } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";
import { BatchFeed } from "../data/batch-feed.ts";
import { type DataInput, openSource } from "../data/open-source.ts";
import { BatchesAhead } from "./batches-ahead.ts";
import { Breath } from "./breathe.ts";
import type { Callback, Verbosity } from "./callback.ts";
import { CallbackList } from "./callback-list.ts";
import { disposeTree } from "./device-batch.ts";
import { PassProgress } from "./pass-progress.ts";
import { optionalCount, requireKnownOptions } from "./options.ts";
import type { Trainable } from "./trainable.ts";

/** What `predict` is given. */
export interface PredictOptions {
  /** Arrays, or batches, of which targets and weights are left alone. */
  readonly x?: DataInput;
  /** Samples per step, where data are arrays. Default 32; with `steps`, what cuts the samples into so many. */
  readonly batchSize?: number;
  /** How many batches to predict for. Default: all. */
  readonly steps?: number;
  readonly callbacks?: readonly Callback[];
  /** 0: silent; 1: a progress bar for long work in a terminal (default); 2: a line at the end. */
  readonly verbose?: Verbosity;
  /** Make parameters from the first batch where there are none. Default `false`, where that is an error. */
  readonly initialize?: boolean;
}

const OPTIONS: Readonly<Record<keyof PredictOptions, true>> = {
  x: true,
  batchSize: true,
  steps: true,
  callbacks: true,
  verbose: true,
  initialize: true,
};

/** Predicts for all samples: see `Model.predict`. */
export async function predict(model: Trainable, options: PredictOptions): Promise<unknown> {
  requireKnownOptions("predict", options, Object.keys(OPTIONS));
  const batchSize = optionalCount("predict", "batchSize", options.batchSize, 1);
  const steps = optionalCount("predict", "steps", options.steps, 1);
  const cut = { batchSize, steps, shuffle: undefined, seed: model.seed, dropRemaining: undefined };
  const source = await openSource("predict", { x: options.x }, cut);
  const feed = new BatchFeed(source, {
    operation: "predict",
    stepsOption: "steps",
    steps,
    firstEpoch: 0,
    epochs: 1,
    restarts: true,
  });
  const { callbacks: own = [], verbose = 1 } = options;
  const shown = verbose === 0 ? [] : [new PassProgress("Predict", feed, verbose)];
  const callbacks = new CallbackList("predict", [...own, ...shown]);
  const ahead = new BatchesAhead(feed.epoch(0), null);
  try {
    const first = await ahead.peek();
    if (first !== null) model.initialize(first.batch);
    await callbacks.setModel(model.callbackModel);
    await callbacks.call("onPredictBegin");
    const parts = await predictAll(model, ahead, callbacks);
    await callbacks.call("onPredictEnd");
    return joined(parts);
  } finally {
    shown.forEach((progress) => progress.close());
    await ahead.close();
    await feed.close();
    await source.close();
  }
}

async function predictAll(
  model: Trainable,
  ahead: BatchesAhead,
  callbacks: CallbackList,
): Promise<readonly HostPredictions[]> {
  model.requireStates("predict");
  const step = model.entryPoints().pred;
  const breath = new Breath();
  const parts: HostPredictions[] = [];
  for (let index = 0; ; index++) {
    const uploaded = await ahead.next();
    if (uploaded === null) return parts;
    let preds: unknown;
    try {
      await callbacks.call("onPredictBatchBegin", index);
      [preds, model.states] = step(model.states, uploaded.batch.x);
    } finally {
      uploaded.dispose();
    }
    ahead.start();
    try {
      parts.push(await toHost(preds, uploaded.samples.count));
    } finally {
      disposeTree(preds);
    }
    await callbacks.call("onPredictBatchEnd", index);
    await breath.take();
  }
}

interface HostPredictions {
  readonly def: ReturnType<typeof tree.structure>;
  readonly samples: number;
  readonly arrays: readonly { readonly data: TypedArray; readonly spec: Tensor["spec"] }[];
}

async function toHost(preds: unknown, samples: number): Promise<HostPredictions> {
  const [leaves, def] = tree.flatten(preds);
  const arrays = (leaves as readonly Tensor[]).map(async (tensor) => {
    if (tensor.shape[0] !== samples) throw unbatchedError(tensor.spec, samples);
    return { data: await tensor.data(), spec: tensor.spec };
  });
  return { def, samples, arrays: await Promise.all(arrays) };
}

/** Puts the predictions of all batches together along the first axis. */
function joined(parts: readonly HostPredictions[]): unknown {
  const [first] = parts;
  if (first === undefined) throw new Error("there is at least one batch");
  const count = parts.reduce((sum, { samples }) => sum + samples, 0);
  const tensors = first.arrays.map(({ data, spec }, i) => {
    const rest = spec.shape.slice(1);
    const whole = data.slice(0, 0);
    const length = parts.reduce((sum, { arrays }) => sum + (arrays[i]?.data.length ?? 0), 0);
    const all = new (whole.constructor as new (length: number) => TypedArray)(length);
    let offset = 0;
    for (const { arrays } of parts) {
      const piece = arrays[i]?.data ?? whole;
      all.set(piece, offset);
      offset += piece.length;
    }
    return np.array(all, { shape: [count, ...rest], dtype: spec.dtype });
  });
  return tree.unflatten(first.def, tensors);
}

function unbatchedError(spec: Tensor["spec"], samples: number): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "predict",
    problem: "there is not one prediction for each sample",
    expected: `f32[${samples},…] for a batch of ${samples}`,
    received: formatSpec(spec),
    hint: "`predStep` keeps the first axis of its inputs; `predictOnBatch` gives whatever it returns.",
  });
}
