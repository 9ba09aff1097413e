import { np, tree, type Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "@elegy/optimizers";
import type { EpochTotals } from "../logs/epoch-totals.ts";
import { States } from "../states/states.ts";
import type { Callback, CallbackModel, LogValues, TrainingProgress } from "../training/callback.ts";

/** A model as callbacks see it, which counts instead of training. */
export interface FakeModel extends CallbackModel {
  stopTraining: boolean;
  callbacks: readonly Callback[];
  progress: CallbackModel["progress"];
  readonly saved: string[];
}

export function fakeModel(states: object = {}, optimizer: GradientTransformation | null = null): FakeModel {
  const saved: string[] = [];
  return {
    states: new States({ netParams: null, netStates: null, optimizerStates: null, ...states }),
    optimizer,
    stopTraining: false,
    callbacks: [],
    progress: null,
    saved,
    save: (path) => Promise.resolve(void saved.push(path)),
    load: () => Promise.resolve(),
  };
}

/** What a driven run does besides calling hooks. */
interface Drive {
  readonly model?: FakeModel;
  /** Batches in an epoch. Default 1. */
  readonly steps?: number;
  readonly epochs?: number;
  readonly initialEpoch?: number;
  /** In the place of a step of training; returns the new totals. */
  readonly step?: (
    model: FakeModel,
    batch: number,
    totals: EpochTotals,
  ) => Promise<EpochTotals> | EpochTotals | void;
}

/**
 * Calls the hooks of callbacks as `fit` does, with the given logs of each epoch.
 *
 * @returns how many epochs were run.
 */
export async function drive(
  callbacks: Callback | readonly Callback[],
  logs: readonly LogValues[],
  { model = fakeModel(), steps = 1, epochs = logs.length, initialEpoch = 0, step }: Drive = {},
): Promise<number> {
  const all = [callbacks].flat();
  model.callbacks = all;
  model.stopTraining = false;
  for (const callback of all) callback.setModel?.(model);
  const params = { epochs, initialEpoch, steps, samples: steps, verbose: 0 } as const;
  let from: TrainingProgress = { epoch: initialEpoch, batch: 0, totals: {} };
  for (const callback of all) from = (await callback.resume?.(params)) ?? from;
  let ran = 0;
  try {
    for (const callback of all) await callback.onTrainBegin?.(params);
    for (let { epoch } = from; epoch < epochs && !model.stopTraining; epoch++) {
      const ofEpoch = logs[epoch - initialEpoch] ?? {};
      for (const callback of all) await callback.onEpochBegin?.(epoch);
      let totals = epoch === from.epoch ? from.totals : {};
      const first = epoch === from.epoch ? from.batch : 0;
      for (let batch = first; batch < steps && !model.stopTraining; batch++) {
        model.progress = { epoch, batch, totals };
        for (const callback of all) await callback.onTrainBatchBegin?.(batch);
        totals = (await step?.(model, batch, totals)) ?? totals;
        model.progress = { epoch, batch: batch + 1, totals };
        for (const callback of all) await callback.onTrainBatchEnd?.(batch, () => Promise.resolve(ofEpoch));
      }
      for (const callback of all) await callback.onEpochEnd?.(epoch, ofEpoch);
      ran += 1;
    }
  } finally {
    for (const callback of all) await callback.onTrainEnd?.();
  }
  return ran;
}

/** The logs of epochs from the values of one name. */
export function logsOf(name: string, values: readonly number[]): LogValues[] {
  return values.map((value) => ({ [name]: value }));
}

interface RateState {
  readonly rate: Tensor;
}

/** Plain descent whose rate can be set. */
export function settable(rate: number): GradientTransformation<RateState> {
  return {
    init: () => ({ rate: np.full([], rate, { dtype: "float32" }) }),
    update: <U>(updates: U, state: RateState) => [
      tree.map((u: Tensor) => u.mul(state.rate).neg(), updates) as U,
      state,
    ],
    learningRate: (state) => state.rate,
    withLearningRate: (_, next) => ({ rate: np.ones([]).mul(next) }),
  };
}
