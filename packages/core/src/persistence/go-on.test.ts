import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { reference } from "@elegy/backend-reference";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadModelFolder, setBackend } from "../index.ts";
import { noisyData, noisyModel } from "./noisy-model.test-support.ts";

let root: string;
beforeAll(async () => {
  setBackend(reference());
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

it("training goes on bit for bit after save, and load in a new process", async () => {
  const [half, whole, other] = ["half", "whole", "other"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const model = noisyModel();
  await model.fit({ ...noisyData, epochs: 2 });
  await model.save(half);
  await model.fit({ ...noisyData, initialEpoch: 2, epochs: 3 });
  await model.save(whole);
  const script = fileURLToPath(new URL("go-on.test-support.ts", import.meta.url));
  await promisify(execFile)(process.execPath, ["--import", "tsx", script, half, other]);

  const [expected, received] = [await loadModelFolder(whole), await loadModelFolder(other)];
  expect(received.states).toEqual(expected.states);
  expect(Object.keys(expected.states).sort()).toEqual([
    "metricsStates",
    "netParams",
    "netStates",
    "optimizerStates",
    "rng",
  ]);
});

it("a model saved between two steps is that of these steps", async () => {
  const path = join(root, "between");
  const data = { ...noisyData, shuffle: false };
  const model = noisyModel();
  await model.fit({
    ...data,
    callbacks: [{ onTrainBatchEnd: (batch) => (batch === 1 ? model.save(path) : undefined) }],
  });
  const short = noisyModel();
  await short.fit({ ...data, x: data.x.slice(0, 8), y: data.y.slice(0, 8) });
  await short.save(join(root, "short"));
  const [between, expected] = [await loadModelFolder(path), await loadModelFolder(join(root, "short"))];
  expect(between.states).toEqual(expected.states);
});

it("a model that trains on before its save has ended is saved as it was", async () => {
  const [path, whole] = [join(root, "unawaited"), join(root, "awaited")];
  const model = noisyModel();
  const batch = { x: noisyData.x.slice(0, 4), y: noisyData.y.slice(0, 4) };
  await model.trainOnBatch(batch);
  await model.save(whole);
  const saving = model.save(path);
  await model.trainOnBatch(batch);
  await saving;
  expect((await loadModelFolder(path)).states).toEqual((await loadModelFolder(whole)).states);
});
