import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { type FitOptions, setBackend } from "../index.ts";
import { Recorder, upTo } from "./recorder.test-support.ts";

beforeAll(() => setBackend(reference()));

const fit = async (options: FitOptions): Promise<Recorder> => {
  const model = new Recorder();
  await model.fit({ x: upTo(10), verbose: 0, shuffle: false, batchSize: 10, ...options });
  return model;
};

describe("validationSplit", () => {
  // It failed without targets and for objects (weakness 10).
  it.each<[string, FitOptions]>([
    ["the last fraction, without targets", {}],
    ["with targets and weights in trees", { y: { a: [upTo(10)] }, sampleWeight: upTo(10) }],
  ])("keeps back %s", async (_, options) => {
    const model = await fit({ ...options, validationSplit: 0.2 });
    expect(model.trained).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
    expect(model.tested).toEqual([[8, 9]]);
  });

  it.each([
    [100, 0.2, 80],
    [10, 0.9, 1],
    [10, 0.1, 9],
    [3, 0.5, 1],
  ])("of %d samples by %d trains with %d", async (count, validationSplit, trained) => {
    const model = await fit({ x: upTo(count), validationSplit, batchSize: 100 });
    expect(model.trained[0]).toHaveLength(trained);
    expect(model.tested[0]).toHaveLength(count - trained);
  });

  it.each([0, 1, -0.5, 0.95, Number.NaN])("of %d is refused", async (validationSplit) => {
    await expect(fit({ validationSplit })).rejects.toThrow(
      "`validationSplit` leaves nothing to train with or to validate.",
    );
  });

  // It won silently over validationData.
  it("excludes validationData", async () => {
    await expect(fit({ validationSplit: 0.5, validationData: [upTo(1)] })).rejects.toThrow(
      "fit: `validationSplit` and `validationData` exclude each other. Expected one of them; received both.",
    );
  });
});

it("validationFreq may list epochs, counted from 1", async () => {
  const epochs: number[] = [];
  let epoch = -1;
  await fit({
    epochs: 4,
    validationData: [upTo(1)],
    validationFreq: [1, 4],
    callbacks: [
      { onEpochBegin: (number) => void (epoch = number), onTestBegin: () => void epochs.push(epoch) },
    ],
  });
  expect(epochs).toEqual([0, 3]);
});

it("validationSteps takes the first batches of each pass", async () => {
  const model = await fit({
    epochs: 2,
    validationData: [upTo(6)],
    validationBatchSize: 2,
    validationSteps: 2,
  });
  expect(model.tested).toEqual([
    [0, 1],
    [2, 3],
    [0, 1],
    [2, 3],
  ]);
  await expect(
    fit({ validationData: [upTo(6)], validationBatchSize: 2, validationSteps: 4 }),
  ).rejects.toThrow(
    "fit (validationData): the data ran out. Expected 4 batches (validationSteps); received 3.",
  );
});

it("validationData may be a stream, which a generator is for one validation only", async () => {
  const batches = (): Set<Float32Array> => new Set([upTo(2), upTo(1)]);
  expect((await fit({ epochs: 2, validationData: batches() })).tested).toEqual([[0, 1], [0], [0, 1], [0]]);
  await expect(fit({ epochs: 2, validationData: batches().values() })).rejects.toThrow(
    "the data can be read once",
  );
});

it("stepsPerEpoch and steps alone say how samples are cut", async () => {
  const model = new Recorder();
  await model.fit({ x: upTo(10), stepsPerEpoch: 3, shuffle: false, verbose: 0 });
  expect(model.trained.map(({ length }) => length)).toEqual([4, 4, 2]);
  await model.evaluate({ x: upTo(10), steps: 2 });
  await model.evaluate({ x: upTo(10), steps: 1, batchSize: 4 });
  expect(model.tested.map(({ length }) => length)).toEqual([5, 5, 4]);
});

it("dropRemaining leaves out the short batch, but never all", async () => {
  expect((await fit({ batchSize: 4, dropRemaining: true })).trained).toHaveLength(2);
  await expect(fit({ batchSize: 11, dropRemaining: true })).rejects.toThrow(
    "`dropRemaining` leaves no batch",
  );
});
