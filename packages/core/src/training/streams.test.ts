import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type DataBatch,
  type FitOptions,
  losses,
  Model,
  np,
  setBackend,
  type StreamedInput,
  type Tensor,
} from "../index.ts";
import { dense } from "../model/dense-module.test-support.ts";
import { Recorder, upTo } from "./recorder.test-support.ts";

beforeAll(() => setBackend(reference()));

const parts = [[0, 1, 2], [3, 4], [5]];
const batches = parts.map((part): DataBatch => [part, part]);

function* generator(): Generator<DataBatch> {
  yield* batches;
}
async function* later(): AsyncGenerator<DataBatch> {
  for (const batch of batches) {
    await Promise.resolve();
    yield batch;
  }
}
function* endless(): Generator<DataBatch> {
  for (let i = 0; ; i++) yield Float32Array.of(i);
}

const fit = async (options: FitOptions): Promise<Recorder> => {
  const model = new Recorder();
  await model.fit({ verbose: 0, ...options });
  return model;
};

// A generator lost its first batch to `init` (weakness 7).
describe("a source gives every batch once, the first one too:", () => {
  it.each<[string, () => StreamedInput]>([
    ["a generator", generator],
    ["an asynchronous generator", later],
    [
      "an iterator",
      () => {
        const all = [...batches];
        return {
          next: () => {
            const value = all.shift();
            return value === undefined ? { done: true, value: undefined } : { done: false, value };
          },
        };
      },
    ],
    ["an iterable", () => new Set(batches)],
    ["a function", () => () => generator()],
    [
      "a ReadableStream",
      () =>
        new ReadableStream<DataBatch>({
          start(controller) {
            batches.forEach((batch) => controller.enqueue(batch));
            controller.close();
          },
        }),
    ],
    ["batches by name", () => new Set(parts.map((part): DataBatch => ({ x: part, y: null })))],
    ["typed arrays", () => new Set(parts.map((part) => Float32Array.from(part)))],
    ["tensors", () => new Set(parts.map((part) => np.array(part)))],
  ])("%s", async (_, make) => {
    expect((await fit({ x: make() })).trained).toEqual(parts);
    const model = new Recorder();
    const { mean } = await model.evaluate({ x: make() });
    expect(mean).toBeCloseTo(2.5, 6);
    expect(model.tested).toEqual(parts);
    const predictor = new Model({ module: (x) => x });
    expect(await (await predictor.predict({ x: make(), initialize: true })).array()).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });
});

describe("epochs of a stream", () => {
  it("begin anew where it can be read again; a function hears which pass it is", async () => {
    const passes: number[] = [];
    const x = (pass: number) => (passes.push(pass), generator());
    expect((await fit({ x, epochs: 2 })).trained).toEqual([...parts, ...parts]);
    expect(passes).toEqual([0, 1]);
  });

  it("are parts of it with stepsPerEpoch, and nothing is read that is not used", async () => {
    const x = endless();
    const model = await fit({ x, epochs: 2, stepsPerEpoch: 3 });
    expect(model.trained).toEqual([[0], [1], [2], [3], [4], [5]]);
    expect(x.next().value).toEqual(Float32Array.of(6));
  });

  it("need more than a stream that can be read once", async () => {
    await expect(fit({ x: generator(), epochs: 2 })).rejects.toThrow(
      "fit: the data can be read once, and are needed more often. Expected a function that returns a new stream, or `stepsPerEpoch`; received a generator, an iterator or a ReadableStream for 2 epochs.",
    );
  });

  it("that ends too early are an error, after which the model keeps its states", async () => {
    const model = new Recorder();
    const ended: string[] = [];
    const promise = model.fit({
      x: generator(),
      stepsPerEpoch: 2,
      epochs: 2,
      verbose: 0,
      callbacks: [{ onTrainEnd: () => void ended.push("end") }],
    });
    await expect(promise).rejects.toMatchObject({ code: "ELEGY_DATA_EXHAUSTED" });
    await expect(promise).rejects.toThrow(
      "fit: the data ran out. Expected 2 batches in each epoch (stepsPerEpoch); received 1 in epoch 2.",
    );
    expect(await model.states.seen.item()).toBe(6);
    expect(ended).toEqual(["end"]);
  });

  it("of arrays with stepsPerEpoch go on from pass to pass, short batches too", async () => {
    const model = new Recorder();
    const { history } = await model.fit({
      x: upTo(5),
      batchSize: 2,
      stepsPerEpoch: 2,
      epochs: 3,
      shuffle: false,
      verbose: 0,
    });
    expect(model.trained).toEqual([[0, 1], [2, 3], [4], [0, 1], [2, 3], [4]]);
    expect(history["mean"]?.[1]).toBeCloseTo((4 + 0 + 1) / 3, 6);
  });
});

describe("a stream refuses", () => {
  it.each<[string, FitOptions, string]>([
    [
      "targets beside it",
      { x: generator(), y: [1] },
      "fit: there is no `y` for data that come in batches. Expected batches [x, y, sampleWeight] as they are to be used; received `y` beside a stream.",
    ],
    [
      "a batch size",
      { x: generator(), batchSize: 2 },
      "there is no `batchSize` for data that come in batches.",
    ],
    ["an order", { x: generator(), shuffle: true }, "there is no `shuffle`"],
    ["a split", { x: generator(), validationSplit: 0.5 }, "fit: `validationSplit` needs data in memory."],
    [
      "no batch",
      { x: new Set<DataBatch>() },
      "fit: the data ran out. Expected at least one batch; received none.",
    ],
    [
      "unequal sizes",
      { x: new Set<DataBatch>([[[1, 2], [1]]]) },
      "fit (batch 0): the arrays have different numbers of samples. Expected one size along the first axis; received x i32[2], y i32[1].",
    ],
    ["a row that could be [x, y]", { x: new Set([[1, 2] as never]) }, "fit: batch 0 is no data."],
    [
      "a tree that is no batch",
      { x: new Set([{ a: [1] } as never]) },
      "received an object with a. Write { x: { … } } for inputs that are an object.",
    ],
    [
      "four parts",
      { x: new Set([[[1], [1], [1], [1]] as never]) },
      "received a list of 4. Write { x: [ … ] }",
    ],
    ["text", { x: new Set(["a" as never]) }, "received string."],
  ])("%s", async (_, options, message) => {
    await expect(fit(options)).rejects.toThrow(message);
  });

  it("a label that names no class, in the batch where it comes", async () => {
    const model = new Model({ module: dense(3), loss: new losses.SparseCategoricalCrossentropy() });
    const x = new Set<DataBatch>([
      [[[1, 2]], [0]],
      [[[1, 2]], [3]],
    ]);
    await expect(model.evaluate({ x })).rejects.toMatchObject({ code: "ELEGY_LABEL_OUT_OF_RANGE" });
  });
});

it("class weights reach the batches of a stream", async () => {
  const model = new Model({
    module: (x: Tensor) => x.astype("float32"),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    initialized: true,
  });
  const x = (): StreamedInput =>
    new Set<DataBatch>([
      [
        [
          [0, 0],
          [0, 0],
        ],
        [0, 1],
      ],
      [[[0, 0]], [1]],
    ]);
  const plain = (await model.evaluate({ x: x() }))["loss"] ?? 0;
  expect((await model.evaluate({ x: x(), classWeight: { 1: 4 } }))["loss"]).toBeCloseTo(plain * 3, 5);
});
