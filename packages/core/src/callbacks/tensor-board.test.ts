import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@elegy/backend-cpu";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEvents } from "../event-files/read-events.test-support.ts";
import { callbacks, losses, Model, np, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";
import { drive, fakeModel, logsOf, settable } from "./drive.test-support.ts";

const { TensorBoard } = callbacks;

let root: string;
let count = 0;
const newFolder = (): string => join(root, String(count++));

beforeAll(async () => {
  setBackend(cpu());
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

/** The events of all files of a run, oldest first. */
async function eventsOf(logDir: string, run: string): Promise<string[]> {
  const names = await readdir(join(logDir, run));
  return names.sort().flatMap((name) => readEvents(join(logDir, run, name)));
}

const VERSION = "brain.Event:2";

it("writes the logs of epochs, those of validation apart", async () => {
  const logDir = newFolder();
  await drive(new TensorBoard({ logDir }), [{ loss: 1 }, { loss: 0.5, val_loss: 2 }, { loss: 0.25, acc: 1 }]);
  expect(await eventsOf(logDir, "train")).toEqual([
    VERSION,
    "0 epoch_loss 1",
    "1 epoch_loss 0.5",
    "2 epoch_loss 0.25",
    "2 epoch_acc 1",
  ]);
  expect(await eventsOf(logDir, "validation")).toEqual([VERSION, "1 epoch_loss 2"]);
  const [name] = await readdir(join(logDir, "train"));
  expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\.elegy\.[0-9a-f]{8}$/);
});

it.each<["epoch" | "batch" | number, readonly number[]]>([
  ["epoch", []],
  ["batch", [0, 1, 2, 3, 4, 5]],
  [4, [3]],
])("writes the logs of batches with updateFreq %s", async (updateFreq, steps) => {
  const logDir = newFolder();
  await drive(new TensorBoard({ logDir, updateFreq }), logsOf("loss", [1, 1]), { steps: 3 });
  const batches = (await eventsOf(logDir, "train")).filter((event) => event.includes("batch_"));
  expect(batches).toEqual(steps.map((step) => `${step} batch_loss 1`));
});

it("writes the learning rate, histograms and where a run begins again", async () => {
  const logDir = newFolder();
  const optimizer = settable(0.5);
  const netParams = { layer: { w: np.ones([2, 3]) }, none: null };
  const model = fakeModel({ netParams, optimizerStates: optimizer.init(null) }, optimizer);
  const board = new TensorBoard({ logDir, histogramFreq: 2, purgeStep: 7 });
  await drive(board, logsOf("loss", [1, 1]), { model });
  expect(await eventsOf(logDir, "train")).toEqual([
    VERSION,
    "restart at 7 with status 1",
    "0 epoch_loss 1",
    "0 epoch_learning_rate 0.5",
    "1 epoch_loss 1",
    "1 epoch_learning_rate 0.5",
    "1 netParams/layer/w histogram of 6",
  ]);
});

it("writes the training step of a model as text, and refuses where there is none", async () => {
  const logDir = newFolder();
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.1),
  });
  expect(model.trainStepText()).toBeNull();
  await model.fit({ ...threeClasses(8), epochs: 1, verbose: 0 });
  const text = model.trainStepText();
  expect(text).toContain("dotGeneral");
  const shown = { ...fakeModel(), trainStepText: () => text };
  await drive(new TensorBoard({ logDir, writeGraph: true }), [], { model: shown });
  expect(await eventsOf(logDir, "train")).toEqual([VERSION, "0 train_step text true"]);
  await expect(drive(new TensorBoard({ logDir, writeGraph: true }), [])).rejects.toThrow(
    "TensorBoard: `writeGraph` has nothing to write.",
  );
});

it("takes back what a run that was cut off wrote after its backup", async () => {
  const logDir = newFolder();
  const make = (): callbacks.TensorBoard => new TensorBoard({ logDir, updateFreq: "batch" });
  const cut = make();
  cut.setModel(fakeModel());
  const batch = (board: callbacks.TensorBoard, loss: number): Promise<void> =>
    board.onTrainBatchEnd(0, () => Promise.resolve({ loss }));
  await batch(cut, 1);
  const memory = cut.memory();
  await batch(cut, 2);

  const resumed = make();
  resumed.setModel(fakeModel());
  resumed.remember(memory);
  await resumed.onTrainBegin();
  await batch(resumed, 2);
  expect((await eventsOf(logDir, "train")).filter((event) => event !== VERSION).sort()).toEqual([
    "0 batch_loss 1",
    "1 batch_loss 2",
  ]);
});

it("refuses unknown frequencies", () => {
  expect(() => new TensorBoard({ updateFreq: 0 })).toThrow("`updateFreq` is out of range");
  expect(() => new TensorBoard({ histogramFreq: -1 })).toThrow("`histogramFreq` is out of range");
  expect(() => new TensorBoard({ profileBatch: 2 } as never)).toThrow("no option `profileBatch`");
});
