import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { type Callback, History, setBackend } from "../index.ts";
import { Recorder, upTo } from "./recorder.test-support.ts";

beforeAll(() => setBackend(reference()));

const data = { x: upTo(3), batchSize: 2, verbose: 0 } as const;

const HOOKS = [
  "setModel",
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  "onTrainBatchBegin",
  "onTrainBatchEnd",
  "onTestBegin",
  "onTestEnd",
  "onTestBatchBegin",
  "onTestBatchEnd",
  "onPredictBegin",
  "onPredictEnd",
  "onPredictBatchBegin",
  "onPredictBatchEnd",
] as const;

/** Writes down the hooks it gets, with the number that some of them are given. */
function listener(heard: string[]): Callback {
  const hooks = HOOKS.map((hook) => [
    hook,
    (first: unknown) => void heard.push(typeof first === "number" ? `${hook} ${first}` : hook),
  ]);
  return Object.fromEntries([
    ...hooks,
    ["resume", () => (heard.push("resume"), Promise.resolve(null))],
  ]) as Callback;
}

it("fit calls every hook in order", async () => {
  const heard: string[] = [];
  await new Recorder().fit({ ...data, validationData: [upTo(1)], callbacks: [listener(heard)] });
  expect(heard).toEqual([
    "setModel",
    "resume",
    "onTrainBegin",
    "onEpochBegin 0",
    "onTrainBatchBegin 0",
    "onTrainBatchEnd 0",
    "onTrainBatchBegin 1",
    "onTrainBatchEnd 1",
    "onTestBegin",
    "onTestBatchBegin 0",
    "onTestBatchEnd 0",
    "onTestEnd",
    "onEpochEnd 0",
    "onTrainEnd",
  ]);
});

it("evaluate and predict call theirs", async () => {
  const heard: string[] = [];
  const model = new Recorder();
  await model.evaluate({ ...data, callbacks: [listener(heard)] });
  expect(heard.splice(0)).toEqual([
    "setModel",
    "onTestBegin",
    "onTestBatchBegin 0",
    "onTestBatchEnd 0",
    "onTestBatchBegin 1",
    "onTestBatchEnd 1",
    "onTestEnd",
  ]);
  const predictor = new Recorder({ module: (x) => x });
  await predictor.predict({ ...data, initialize: true, callbacks: [listener(heard)] });
  expect(heard).toEqual([
    "setModel",
    "onPredictBegin",
    "onPredictBatchBegin 0",
    "onPredictBatchEnd 0",
    "onPredictBatchBegin 1",
    "onPredictBatchEnd 1",
    "onPredictEnd",
  ]);
});

it.each(["evaluate", "predict"] as const)("one that throws in %s is named", async (operation) => {
  const name = { evaluate: "onTestBegin", predict: "onPredictBegin" }[operation];
  const callbacks = [{ name: "shy", [name]: () => Promise.reject(new Error("no")) }];
  const model = new Recorder({ module: (x) => x });
  await model.init({ x: upTo(1) });
  await expect(model[operation]({ ...data, callbacks })).rejects.toThrow(
    `${operation}: the callback shy threw in ${name}: no.`,
  );
});

it("the model shows the callbacks, and where the run stands", async () => {
  const model = new Recorder();
  const stands: unknown[] = [];
  const note = (): void => {
    const { epoch, batch } = model.progress ?? {};
    stands.push([epoch, batch]);
  };
  const own: Callback = {
    onTrainBegin: note,
    onEpochBegin: note,
    onTrainBatchEnd: note,
    onEpochEnd: note,
    onTrainEnd: note,
  };
  const history = await model.fit({
    ...data,
    callbacks: [own, { onTrainEnd: () => expect(model.callbacks).toHaveLength(3) }],
  });
  expect(stands).toEqual([
    [0, 0],
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 2],
    [1, 0],
  ]);
  expect(history).toBeInstanceOf(History);
  expect([model.progress, model.callbacks]).toEqual([null, []]);
});

describe("stopTraining", () => {
  it("ends training after the running batch, with the logs so far", async () => {
    const model = new Recorder();
    const heard: string[] = [];
    const stop: Callback = { onTrainBatchEnd: (batch) => void (model.stopTraining = batch === 1) };
    const { history } = await model.fit({
      ...data,
      x: upTo(9),
      shuffle: false,
      epochs: 5,
      callbacks: [stop, listener(heard)],
    });
    expect(model.trained).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(history).toEqual({ mean: [1.5], seen: [4] });
    expect(heard.slice(-2)).toEqual(["onEpochEnd 0", "onTrainEnd"]);
    await model.fit(data);
    expect(model.trained).toHaveLength(4);
  });

  it("ends training after the running epoch", async () => {
    const model = new Recorder();
    const { epoch } = await model.fit({
      ...data,
      epochs: 5,
      callbacks: [{ onEpochEnd: (number) => void (model.stopTraining = number === 1) }],
    });
    expect(epoch).toEqual([0, 1]);
  });
});

it("onTrainEnd is heard by all, however training ended, and the first error counts", async () => {
  const heard: string[] = [];
  const callbacks: Callback[] = [
    { name: "first", onTrainBatchEnd: () => Promise.reject(new Error("first")) },
    { name: "second", onTrainEnd: () => Promise.reject(new Error("second")) },
    listener(heard),
  ];
  const model = new Recorder();
  await expect(model.fit({ ...data, callbacks })).rejects.toThrow(
    "the callback first threw in onTrainBatchEnd",
  );
  await expect(model.fit({ ...data, callbacks: callbacks.slice(1) })).rejects.toThrow(
    "the callback second threw in onTrainEnd",
  );
  expect(heard.filter((hook) => hook === "onTrainEnd")).toHaveLength(2);
});

it("a model is trained by one fit at a time", async () => {
  const model = new Recorder();
  const again: Callback = { onTrainBegin: async () => void (await model.fit(data)) };
  await expect(model.fit({ ...data, callbacks: [again] })).rejects.toThrow(
    "fit: the model is training already.",
  );
});

it("a history keeps what JSON cannot say", () => {
  const [before, after] = [new History(), new History()];
  before.onEpochEnd(3, { loss: Number.NaN, best: -Infinity, value: 0.1 });
  after.remember(JSON.parse(JSON.stringify(before.memory())));
  expect([after.history, after.epoch]).toEqual([before.history, before.epoch]);
});
