import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Callback, callbacks, saveModelFolder, setBackend } from "../index.ts";
import { reference } from "@elegy/backend-reference";
import { EPOCHS, type Outcome, run, STEPS } from "./backup-run.test-support.ts";
import { drive, fakeModel, logsOf } from "./drive.test-support.ts";

const { BackupAndRestore } = callbacks;

let root: string;
let count = 0;
let unbroken: Outcome;
const newFolder = (): string => join(root, String(count++), "backup");
const nothing = (): void => undefined;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "elegy-"));
  unbroken = await run(newFolder(), {}, nothing);
});
afterAll(() => rm(root, { recursive: true }));

const ALL = Array.from({ length: EPOCHS }, (_, epoch) => epoch);

/** Stops the run before one of its steps. */
const stopAt =
  (step: number) =>
  (epoch: number, batch: number): void => {
    if (epoch * STEPS + batch === step) throw new Error("the power is gone");
  };

describe.each(["epoch", 3] as const)("with saveFreq %s", (saveFreq) => {
  it("a run that breaks off at any step ends with the same bits", async () => {
    for (const step of [0, 4, 7, 18]) {
      const folder = newFolder();
      await expect(run(folder, { saveFreq }, stopAt(step))).rejects.toThrow("the power is gone");
      const began: number[] = [];
      const outcome = await run(folder, { saveFreq }, (epoch, batch) => {
        began.push(epoch * STEPS + batch);
      });
      expect(outcome).toEqual({ ...unbroken, epochs: ALL });
      const lastSave = saveFreq === "epoch" ? step - (step % STEPS) : step - ((step % STEPS) % saveFreq);
      expect(began[0]).toBe(lastSave);
      expect(await readdir(join(folder, ".."))).toEqual([]);
    }
  });

  it("a run may break off several times", async () => {
    const folder = newFolder();
    for (const step of [5, 6, 15]) {
      await expect(run(folder, { saveFreq }, stopAt(step))).rejects.toThrow("the power is gone");
    }
    expect(await run(folder, { saveFreq }, nothing)).toEqual(unbroken);
  });
});

it("a process that is killed at a random step ends with the same bits when it is run again", async () => {
  const folder = newFolder();
  const kill = Math.floor(Math.random() * EPOCHS * STEPS);
  await killedAt(kill, folder);
  expect({ kill, outcome: await run(folder, { saveFreq: 1 }, nothing) }).toEqual({ kill, outcome: unbroken });
});

/** Begins the run in a process of its own, which is killed at a step. */
async function killedAt(step: number, folder: string): Promise<void> {
  const script = fileURLToPath(new URL("backup-child.test-support.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let steps = 0;
  for await (const _ of createInterface({ input: child.stdout })) {
    if (steps++ === step) child.kill("SIGKILL");
  }
  expect(await closed).toEqual([null, "SIGKILL"]);
}

describe("the backup", () => {
  beforeAll(() => setBackend(reference()));

  it("stays if asked for: then nothing is left to do", async () => {
    const folder = newFolder();
    const run = (): Promise<number> =>
      drive(new BackupAndRestore(folder, { deleteCheckpoint: false }), logsOf("loss", [1, 1, 1]));
    expect([await run(), await run()]).toEqual([3, 0]);
    expect((await readdir(folder)).sort()).toEqual(["model.json", "states.safetensors"]);
  });

  it("is removed after early stopping, and kept when an epoch is cut short", async () => {
    const folder = newFolder();
    const early = [new BackupAndRestore(folder), new callbacks.EarlyStopping({ monitor: "loss" })];
    expect(await drive(early, logsOf("loss", [1, 1, 1]))).toBe(2);
    await expect(readdir(folder)).rejects.toThrow("ENOENT");

    const model = fakeModel();
    let step = 0;
    const cut = [new BackupAndRestore(folder, { saveFreq: 1 })];
    await drive(cut, logsOf("loss", [1, 1]), {
      model,
      steps: 2,
      step: () => {
        model.stopTraining = ++step === 3;
      },
    });
    expect((await readdir(folder)).length).toBe(2);
  });

  describe("is refused", () => {
    const stopping = (): callbacks.EarlyStopping => new callbacks.EarlyStopping({ monitor: "loss" });
    let folder: string;

    beforeAll(async () => {
      folder = newFolder();
      const all = [new BackupAndRestore(folder, { deleteCheckpoint: false }), stopping()];
      await drive(all, logsOf("loss", [2, 1]), { model: fakeModel({ netParams: { w: 3 } }) });
    });

    const resumed = (others: readonly Callback[], states: object): Promise<number> =>
      drive([new BackupAndRestore(folder), ...others], logsOf("loss", [1, 1, 1]), {
        model: fakeModel(states),
      });

    it("for another model", async () => {
      const refused = resumed([stopping()], { netParams: { v: 3 } });
      await expect(refused).rejects.toMatchObject({ code: "ELEGY_STATES_MISMATCH" });
      await expect(refused).rejects.toThrow("BackupAndRestore: the saved states do not fit the model at");
      expect(await readdir(folder)).toHaveLength(2);
    });

    it("with other callbacks", async () => {
      const refused = resumed([new callbacks.TerminateOnNaN()], { netParams: { w: 3 } });
      await expect(refused).rejects.toMatchObject({ code: "ELEGY_CALLBACK_MEMORY_INVALID" });
      await expect(refused).rejects.toThrow(
        "BackupAndRestore: the run that was cut off had other callbacks. Expected a further EarlyStopping; received BackupAndRestore, TerminateOnNaN. Resume with the callbacks of the run that was cut off, or remove its backup to begin anew.",
      );
    });

    it("when it is damaged, or no backup", async () => {
      await writeFile(join(folder, "states.safetensors"), "no");
      await expect(resumed([stopping()], {})).rejects.toMatchObject({ code: "ELEGY_MODEL_FOLDER_INVALID" });
      const model = newFolder();
      await saveModelFolder(model, { netParams: 1 }, { name: "M" });
      await expect(drive(new BackupAndRestore(model), logsOf("loss", [1]))).rejects.toThrow(
        "BackupAndRestore: what it is to remember lacks `states`.",
      );
    });
  });
});
