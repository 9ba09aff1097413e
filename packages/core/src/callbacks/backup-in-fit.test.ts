import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadModelFolder, type Model } from "../index.ts";
import { EPOCHS, runFit, STEPS } from "./backup-in-fit.test-support.ts";

let root: string;
let unbroken: unknown;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "elegy-"));
  const folder = join(root, "unbroken");
  unbroken = await outcome(folder, await runFit(folder, {}));
});
afterAll(() => rm(root, { recursive: true }));

/** All bits that a run leaves. */
async function outcome(folder: string, model: Model): Promise<unknown> {
  await model.save(join(folder, "model"));
  const { states } = await loadModelFolder(join(folder, "model"));
  const { history, epoch } = model.history ?? {};
  return { states, history, epoch, log: await readFile(join(folder, "log.csv"), "utf8") };
}

it("a fit of 10 epochs that breaks off at any step ends with the same bits", async () => {
  for (const step of [0, 17]) {
    const folder = join(root, `step-${step}`);
    let done = 0;
    const broken = runFit(folder, {
      onTrainBatchEnd() {
        if (done++ === step) throw new Error("the power is gone");
      },
    });
    await expect(broken).rejects.toThrow("the power is gone");
    const began: number[] = [];
    const model = await runFit(folder, { onTrainBatchEnd: (batch) => void began.push(batch) });
    // The step that was cut off is the first to be done again.
    expect(began).toHaveLength(EPOCHS * STEPS - step);
    expect(await outcome(folder, model)).toEqual(unbroken);
    expect((await readdir(folder)).sort()).toEqual(["log.csv", "model"]);
  }
});

it("a fit of 10 epochs that is killed at a random step ends with the same bits", async () => {
  const folder = join(root, "killed");
  const kill = Math.floor(Math.random() * EPOCHS * STEPS);
  const script = fileURLToPath(new URL("backup-in-fit-child.test-support.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let steps = 0;
  for await (const _ of createInterface({ input: child.stdout })) {
    if (steps++ === kill) child.kill("SIGKILL");
  }
  expect({ kill, closed: await closed }).toEqual({ kill, closed: [null, "SIGKILL"] });
  const model = await runFit(folder, {});
  expect({ kill, outcome: await outcome(folder, model) }).toEqual({ kill, outcome: unbroken });
});
