import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@elegy/backend-cpu";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callbacks, loadModelFolder, losses, Model, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";
import { drive, fakeModel, logsOf } from "./drive.test-support.ts";
import { pathTemplate } from "./path-template.ts";

const { ModelCheckpoint } = callbacks;

let root: string;
beforeAll(async () => {
  setBackend(cpu());
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

async function savedBy(
  checkpoint: callbacks.ModelCheckpoint,
  values: readonly number[],
  steps = 1,
): Promise<readonly string[]> {
  const model = fakeModel();
  await drive(checkpoint, logsOf("val_loss", values), { model, steps });
  return model.saved;
}

it("saves at the end of every epoch, under the name of its values", async () => {
  const checkpoint = new ModelCheckpoint("m/{epoch:02d}-{val_loss:.2f}");
  expect(await savedBy(checkpoint, [0.256, 10, 1e-3])).toEqual(["m/01-0.26", "m/02-10.00", "m/03-0.00"]);
});

it("saves only the best", async () => {
  const checkpoint = new ModelCheckpoint("{epoch}", { saveBestOnly: true });
  expect(await savedBy(checkpoint, [3, 4, 2, 2, Number.NaN, 1])).toEqual(["1", "3", "6"]);
  const demanding = new ModelCheckpoint("{epoch}", { saveBestOnly: true, initialValueThreshold: 2 });
  expect(await savedBy(demanding, [3, 2, 1.5])).toEqual(["3"]);
});

// In the Python library a number of batches never saved anything (weakness 9).
it("saves after every so many batches, counted over epochs", async () => {
  const checkpoint = new ModelCheckpoint("{epoch}.{batch}", { saveFreq: 3 });
  expect(await savedBy(checkpoint, [1, 1, 1], 4)).toEqual(["1.3", "2.2", "3.1", "3.4"]);
});

it("saves nothing as the best that could not be written", async () => {
  const checkpoint = new ModelCheckpoint("m", { saveBestOnly: true });
  const model = fakeModel();
  checkpoint.setModel({ ...model, save: () => Promise.reject(new Error("disk full")) });
  await expect(checkpoint.onEpochEnd(0, { val_loss: 1 })).rejects.toThrow("disk full");
  expect(checkpoint.memory()).toMatchObject({ best: Infinity });
});

it("goes on where a run was cut off", async () => {
  const cut = new ModelCheckpoint("{epoch}", { saveBestOnly: true });
  cut.setModel(fakeModel());
  await cut.onEpochEnd(0, { val_loss: 1 });
  const resumed = new ModelCheckpoint("{epoch}", { saveBestOnly: true });
  const model = fakeModel();
  resumed.setModel(model);
  resumed.remember(cut.memory());
  await resumed.onEpochEnd(1, { val_loss: 2 });
  await resumed.onEpochEnd(2, { val_loss: 0.5 });
  expect(model.saved).toEqual(["3"]);
});

it("refuses names that it cannot make", async () => {
  expect(() => new ModelCheckpoint("")).toThrow("ModelCheckpoint: this is no path.");
  expect(() => new ModelCheckpoint("{epoch")).toThrow("this is no path");
  expect(() => new ModelCheckpoint("{epoch:q}")).toThrow("the format of `{epoch:q}` is not understood.");
  expect(() => new ModelCheckpoint("m", { saveFreq: 0 })).toThrow("`saveFreq` is out of range");
  expect(() => new ModelCheckpoint("m", { initialValueThreshold: 1 })).toThrow("without `saveBestOnly`");
  await expect(savedBy(new ModelCheckpoint("{val_acc:.2f}"), [1])).rejects.toThrow(
    "there is no value for `{val_acc:.2f}`. Expected val_loss, epoch; received val_acc.",
  );
});

// Python 3.11: "{:05d}".format(7), …
it.each<[string, number, string]>([
  ["{v:05d}", 7, "00007"],
  ["{v:05d}", -7, "-0007"],
  ["{v:3d}", 7, "  7"],
  ["{v:08.3f}", -3.24159, "-003.242"],
  ["{v:.0f}", 2.6, "3"],
  ["{v:f}", 0.5, "0.500000"],
  ["{v:.2e}", 12345.678, "1.23e+04"],
  ["{v:.1e}", 1.5e-123, "1.5e-123"],
  ["{v}/{v:d}", 4, "4/4"],
])("%s of %d is %s, as in Python", (template, v, text) => {
  expect(pathTemplate("it", template)({ v })).toBe(text);
});

it("saves in fit what load takes, whole or weights only", async () => {
  const data = { ...threeClasses(12), batchSize: 4, verbose: 0 } as const;
  const classifier = (): Model =>
    new Model({
      module: dense(3),
      loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
      optimizer: optimizers.adam(0.1),
    });
  const model = classifier();
  // What `fit` gives callbacks of the model.
  const present = {
    ...fakeModel(),
    get states() {
      return model.states;
    },
    save: (path: string) => model.save(path),
  };
  const whole = new ModelCheckpoint(join(root, "whole-{epoch}-{batch}"), { saveFreq: 2 });
  const weights = new ModelCheckpoint(join(root, "weights-{epoch}-{loss:.1f}"), { saveWeightsOnly: true });
  for (const checkpoint of [whole, weights]) checkpoint.setModel(present);
  await model.fit({ ...data, epochs: 2, callbacks: [whole, weights] });
  const names = (await readdir(root)).sort();
  expect(names.map((name) => name.replace(/\d\.\d$/, "L"))).toEqual([
    "weights-1-L",
    "weights-2-L",
    "whole-1-2",
    "whole-2-1",
    "whole-2-3",
  ]);

  const last = classifier();
  await last.load(join(root, "whole-2-3"));
  expect(await last.states.netParams.w.array()).toEqual(await model.states.netParams.w.array());
  const { states } = await loadModelFolder(join(root, names[1] ?? ""));
  expect(Object.keys(states).sort()).toEqual(["netParams", "netStates"]);
});
