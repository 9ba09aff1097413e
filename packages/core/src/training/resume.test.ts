import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Callback,
  type CallbackModel,
  type FitOptions,
  losses,
  metrics,
  Model,
  np,
  optimizers,
  setBackend,
  type States,
  type Tensor,
  tree,
  type TrainingProgress,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

beforeAll(() => setBackend(reference()));

const { x, y } = threeClasses(10);

const classifier = (): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.1),
  });

/** Buffers go from step to step: what is to outlive them is read and written again. */
async function copied<T>(values: T): Promise<T> {
  const [leaves, structure] = tree.flatten(values);
  const copies = (leaves as readonly Tensor[]).map(async (leaf) =>
    np.array(await leaf.data(), { shape: leaf.shape, dtype: leaf.dtype }),
  );
  return tree.unflatten(structure, await Promise.all(copies)) as T;
}

interface Saved {
  readonly states: States;
  readonly progress: TrainingProgress;
  readonly memories: readonly unknown[];
}

/** Keeps where a run stands after so many batches, and cuts it off; the next run goes on from there. */
class CutOff implements Callback {
  saved: Saved | null = null;
  #model: CallbackModel | null = null;
  #left: number;

  constructor(batches: number) {
    this.#left = batches;
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
  }

  async resume(): Promise<TrainingProgress | null> {
    if (this.saved === null || this.#model === null) return null;
    const { states, progress, memories } = this.saved;
    this.#model.states = await copied(states);
    this.#model.callbacks.forEach(
      (callback, i) => memories[i] !== undefined && callback.remember?.(memories[i]),
    );
    return { ...progress, totals: await copied(progress.totals) };
  }

  async onTrainBatchEnd(): Promise<void> {
    this.#left -= 1;
    const { progress, states, callbacks } = this.#model ?? {};
    if (this.#left !== 0 || !progress || !states || !callbacks) return;
    const memories = callbacks.map(
      (callback): unknown => JSON.parse(JSON.stringify(callback.memory?.() ?? null)) ?? undefined,
    );
    this.saved = {
      states: await copied(states),
      progress: { ...progress, totals: await copied(progress.totals) },
      memories,
    };
    throw new Error("killed");
  }
}

// 10 samples in batches of 4 are 3 batches an epoch.
describe("a run that was cut off ends with the same bits", () => {
  const streams: FitOptions = {
    x: () => new Set([0, 4, 8].map((from) => [x.slice(from, from + 4), y.slice(from, from + 4)] as const)),
  };
  it.each<[string, number, FitOptions]>([
    ["in the middle of an epoch", 5, { x, y, batchSize: 4 }],
    ["at the end of an epoch", 3, { x, y, batchSize: 4 }],
    ["with steps that are no pass", 5, { x, y, batchSize: 4, stepsPerEpoch: 2 }],
    ["on a stream", 5, streams],
    ["on a stream with steps that are no pass", 3, { ...streams, stepsPerEpoch: 2 }],
  ])("%s", async (_, batches, options) => {
    const all: FitOptions = { ...options, epochs: 3, validationData: [x, y], verbose: 0 };
    const whole = classifier();
    const { history, epoch } = await whole.fit(all);

    const cut = new CutOff(batches);
    await expect(classifier().fit({ ...all, callbacks: [cut] })).rejects.toThrow("killed");
    const resumed = classifier();
    await resumed.init({ x, y });
    const rest = await resumed.fit({ ...all, callbacks: [cut] });

    expect(rest.history).toEqual(history);
    expect(rest.epoch).toEqual(epoch);
    expect(await resumed.states.netParams.w.array()).toEqual(await whole.states.netParams.w.array());
  });
});

it("the first callback that knows decides", async () => {
  const epochs: number[] = [];
  const at = (epoch: number | null): Callback => ({
    resume: () => Promise.resolve(epoch === null ? null : { epoch, batch: 0, totals: {} }),
  });
  await classifier().fit({
    x,
    y,
    epochs: 4,
    verbose: 0,
    callbacks: [at(null), at(2), at(3), { onEpochBegin: (epoch) => void epochs.push(epoch) }],
  });
  expect(epochs).toEqual([2, 3]);
});
