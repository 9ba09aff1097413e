import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@elegy/backend-cpu";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Callback,
  callbacks,
  losses,
  metrics,
  Model,
  optimizers,
  setBackend,
  type Tensor,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";
import { failingBackend } from "./failing-device.test-support.ts";

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "elegy-"))));
afterAll(() => rm(root, { recursive: true }));

const EPOCHS = 4;
const data = { ...threeClasses(20), batchSize: 8, epochs: EPOCHS, verbose: 0 } as const;

const classifier = (): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.05),
    seed: 7,
  });

const paramsOf = async (model: Model): Promise<unknown> =>
  Promise.all(Object.values<Tensor>(model.states["netParams"]).map((param) => param.array()));

const unbroken = async (): Promise<Model> => {
  setBackend(cpu());
  const model = classifier();
  await model.fit(data);
  return model;
};

/** A device that fails in one step of training; with `forever`, in all that is asked of it from then on. */
function failingAt(step: number, error: Error, forever: boolean): void {
  let [steps, failed] = [0, false];
  setBackend(
    failingBackend(cpu(), (work, name) => {
      if (failed) return forever ? error : null;
      if (work !== "run" || name !== "trainStep") return null;
      failed = steps++ === step;
      return failed ? error : null;
    }),
  );
}

it("a step for which the device has no room ends the fit with its error; the model can start again or go on from a file", async () => {
  const expected = await paramsOf(await unbroken());
  const full = new Error("the device is out of memory");
  failingAt(5, full, false);
  const folder = join(root, "checkpoint");
  const model = classifier();
  const heard: string[] = [];
  const saving: Callback = {
    onEpochBegin: async (epoch) => void (epoch === 1 && (await model.save(folder))),
    onTrainEnd: () => void heard.push("the end"),
  };
  await expect(model.fit({ ...data, callbacks: [saving] })).rejects.toBe(full);
  expect(heard).toEqual(["the end"]);
  // What the step was given went with it, and is not taken for something else.
  await expect(paramsOf(model)).rejects.toThrow(
    "data: the tensor was donated to a compiled function that failed: the device is out of memory.",
  );

  await model.load(folder);
  await model.fit({ ...data, initialEpoch: 1 });
  expect(await paramsOf(model)).toEqual(expected);

  const again = classifier();
  failingAt(2, full, false);
  await expect(again.fit(data)).rejects.toBe(full);
  again.reset();
  await again.fit(data);
  expect(await paramsOf(again)).toEqual(expected);
});

it("a fit on a device that is lost goes on from its backup on another one, in the same model, with the same bits", async () => {
  const expected = await paramsOf(await unbroken());
  const lost = new Error("the device was lost");
  const folder = join(root, "backup");
  const safe = (): Callback[] => [new callbacks.BackupAndRestore(folder, { saveFreq: 2 })];
  for (const step of [5, 8]) {
    failingAt(step, lost, true);
    const model = classifier();
    await expect(model.fit({ ...data, callbacks: safe() })).rejects.toBe(lost);
    await expect(model.to(cpu())).rejects.toThrow("lost");

    setBackend(cpu());
    const began: number[] = [];
    const counting: Callback = { onTrainBatchBegin: (batch) => void began.push(batch) };
    await model.fit({ ...data, callbacks: [...safe(), counting] });
    expect(began.length).toBeLessThan(EPOCHS * 3);
    expect(await paramsOf(model)).toEqual(expected);
  }
});

it("logs that cannot be read are the device's fault, not a callback's", async () => {
  const lost = new Error("the device was lost");
  const inner = cpu();
  setBackend(failingBackend(inner, (work) => (work === "download" ? lost : null)));
  const reading: Callback = { onTrainBatchEnd: async (_, logs) => void (await logs()) };
  const { x, y } = data;
  await expect(classifier().fit({ ...data, callbacks: [reading] })).rejects.toBe(lost);
  await expect(classifier().fit({ ...data, validationData: [x, y] })).rejects.toBe(lost);
});

it("samples for which the device has no room cost no states", async () => {
  const full = new Error("the device is out of memory");
  let uploads = 0;
  const inner = cpu();
  setBackend(failingBackend(inner, (work) => (work === "upload" && uploads++ === 12 ? full : null)));
  const model = classifier();
  await expect(model.fit(data)).rejects.toBe(full);
  expect(await paramsOf(model)).toHaveLength(2);
  await model.fit({ ...data, batchSize: 4, epochs: 1 });
});
