// First: what it replaces is taken when other modules are loaded.
import "./never-finalized.test-support.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@elegy/backend-cpu";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type Callback,
  callbacks,
  DataLoader,
  getBackend,
  isTensor,
  losses,
  metrics,
  Model,
  np,
  optimizers,
  setBackend,
  type Tensor,
  tree,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "elegy-"))));
afterAll(() => rm(folder, { recursive: true }));

const data = threeClasses(10);
const quiet = { batchSize: 4, verbose: 0 } as const;
const validationData = [data.x, data.y] as const;

/** Whether the metric and the step are to fail when they are traced. */
let fails = false;

class Inputs extends Model {
  override predStep(inputs: Parameters<Model["predStep"]>[0]): ReturnType<Model["predStep"]> {
    // One array, or a list of two halves.
    const x: unknown = inputs.x;
    const joined = Array.isArray(x) ? np.concatenate(x as Tensor[], { axis: 1 }) : (x as Tensor);
    return super.predStep({ ...inputs, x: joined.astype("float32") });
  }
}

function makeModel(): Model {
  return new Inputs({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: [
      new metrics.SparseCategoricalAccuracy(),
      ({ yPred }: { readonly yPred: Tensor }) => {
        if (fails) throw new Error("enough");
        return yPred.mean();
      },
    ],
    optimizer: optimizers.adam(0.01),
  });
}

async function* batches(count: number, error?: Error): AsyncGenerator<readonly [number[][], number[]]> {
  for (let i = 0; i < count; i++) yield [data.x.slice(0, 4), data.y.slice(0, 4)];
  if (error) throw error;
}

const enough = (): never => {
  throw new Error("enough");
};
/** A callback of one hook. */
const on = (hook: keyof Callback, run: (model: Model) => unknown, batch = 1): Callback => {
  let model: Model | null = null;
  return {
    setModel: (trained) => void (model = trained as unknown as Model),
    [hook]: async (at: number) => {
      if (!hook.includes("Batch") || at === batch) await run(model as unknown as Model);
    },
  };
};
const heard = (...own: Callback[]) => ({ ...data, ...quiet, callbacks: own });
const failed = (promise: Promise<unknown>): Promise<void> => expect(promise).rejects.toThrow("enough");
const range = { length: 10, get: (i: number) => ({ x: data.x[i] ?? [], y: data.y[i] ?? 0 }) };
const traced = async (use: () => Promise<unknown>): Promise<void> => {
  fails = true;
  await failed(use()).finally(() => void (fails = false));
};

/** What has other states than before leaves the old ones to whoever holds them: here, nobody does. */
async function released(model: Model, use: () => Promise<unknown>): Promise<void> {
  const before = model.states;
  await use();
  const kept = new Set(tree.leaves(model.states));
  for (const leaf of tree.leaves(before)) if (isTensor(leaf) && !kept.has(leaf)) leaf.dispose();
}

const HOOKS: readonly (keyof Callback)[] = [
  "onTrainBegin",
  "onEpochBegin",
  "onTrainBatchBegin",
  "onTestBatchEnd",
  "onEpochEnd",
  "onTrainEnd",
];

const USES: readonly (readonly [string, (model: Model) => Promise<unknown>])[] = [
  ...HOOKS.map(
    (hook) =>
      [
        `fit whose ${hook} throws`,
        (model: Model) => failed(model.fit({ ...heard(on(hook, enough)), validationData })),
      ] as const,
  ),
  [
    "evaluate whose onTestBatchEnd throws",
    (model) => failed(model.evaluate(heard(on("onTestBatchEnd", enough)))),
  ],
  [
    "predict whose onPredictBatchEnd throws",
    (model) => failed(model.predict({ x: data.x, ...quiet, callbacks: [on("onPredictBatchEnd", enough)] })),
  ],
  ["fit on a generator", (model) => model.fit({ x: batches(3), verbose: 0 })],
  ["fit on a part of a generator", (model) => model.fit({ x: batches(9), stepsPerEpoch: 2, verbose: 0 })],
  [
    "fit on a generator that throws",
    (model) => failed(model.fit({ x: batches(2, new Error("enough")), verbose: 0 })),
  ],
  [
    "fit on a loader",
    (model) => model.fit({ x: new DataLoader(range, { batchSize: 4, workers: 3 }), verbose: 0 }),
  ],
  [
    "fit on a loader that throws",
    (model) =>
      failed(
        model.fit({
          x: new DataLoader(
            { ...range, get: (i) => (i === 6 ? enough() : range.get(i)) },
            { batchSize: 4, workers: 2 },
          ),
          verbose: 0,
        }),
      ),
  ],
  ["fit with a metric that throws", (model) => traced(() => model.fit({ ...data, ...quiet, batchSize: 7 }))],
  [
    "evaluate with a metric that throws",
    (model) => traced(() => model.evaluate({ ...data, ...quiet, batchSize: 7 })),
  ],
  [
    "fit that is interrupted",
    (model) => model.fit(heard(on("onTrainBatchEnd", () => process.emit("SIGINT")))),
  ],
  [
    "fit that is stopped",
    (model) => model.fit({ ...heard(on("onTrainBatchEnd", (own) => (own.stopTraining = true))), epochs: 3 }),
  ],
  [
    "fit with an evaluation in a callback",
    (model) => model.fit(heard(on("onEpochEnd", (own) => own.evaluate({ ...data, ...quiet })))),
  ],
  [
    "fit with predictions in a callback",
    (model) =>
      model.fit(
        heard(on("onTrainBatchEnd", async (own) => (await own.predict({ x: data.x, ...quiet })).dispose())),
      ),
  ],
  [
    "early stopping with the best weights",
    (model) =>
      model.fit({
        ...heard(new callbacks.EarlyStopping({ patience: 1, restoreBestWeights: true, minDelta: 1e9 })),
        validationData,
        epochs: 5,
      }),
  ],
  [
    "checkpoints",
    (model) => model.fit({ ...heard(new callbacks.ModelCheckpoint(join(folder, "checkpoint"))), epochs: 2 }),
  ],
  [
    "backups",
    (model) =>
      released(model, () => {
        const backup = new callbacks.BackupAndRestore(join(folder, "backup"), { saveFreq: 1 });
        return failed(model.fit(heard(backup, on("onTrainBatchEnd", enough))));
      }),
  ],
  [
    "save and load",
    async (model) => {
      await model.save(join(folder, "model"));
      const weights = join(folder, "model", "states.safetensors");
      await released(model, () => model.load(join(folder, "model")));
      await released(model, () => model.load(join(folder, "model"), { partial: true }));
      await released(model, () => model.loadWeights(weights, { partial: true }));
    },
  ],
  ["load of what is not there", (model) => expect(model.load(join(folder, "none"))).rejects.toThrow("none")],
  ["reset", (model) => released(model, async () => model.reset())],
  [
    "predictions for a list",
    async (model) => {
      using left = np.array(data.x.map((row) => row.slice(0, 2)));
      using right = np.array(data.x.map((row) => row.slice(2)));
      (await model.predict({ x: [left, right], ...quiet })).dispose();
    },
  ],
  [
    "fit on half floats",
    async (model) => {
      using floats = np.array(data.x);
      using x = floats.astype("float16");
      await model.fit({ x, y: data.y, ...quiet });
    },
  ],
  ["memoryAnalysis", (model) => model.memoryAnalysis(data)],
  ["summary", (model) => model.summary({ x: data.x, print: false })],
];

beforeEach(() => setBackend(cpu()));

it.each(USES)("memory is where it was after %s", async (_, use) => {
  const model = makeModel();
  await model.fit({ ...data, ...quiet, validationData });
  // What is compiled on the way holds constants.
  await use(model);
  const { buffers, bytes } = getBackend().memory();
  for (let time = 0; time < 2; time++) await use(model);
  expect(getBackend().memory()).toMatchObject({ buffers, bytes });
});
