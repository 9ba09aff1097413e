import { spawn } from "node:child_process";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { type Callback, type DataBatch, setBackend } from "../index.ts";
import { Recorder, upTo } from "./recorder.test-support.ts";

beforeAll(() => setBackend(reference()));

/** Calls the handlers of Ctrl-C, as a signal would. */
const interrupt = (): void => void process.emit("SIGINT");

describe("Ctrl-C", () => {
  it("ends training after the running step; states, history and where it stood stay", async () => {
    const model = new Recorder();
    const before = process.listenerCount("SIGINT");
    const heard: unknown[] = [];
    const callback: Callback = {
      onTrainBatchEnd: (batch) => void (model.trained.length === 4 && batch === 1 && interrupt()),
      onEpochEnd: (epoch) => void heard.push(epoch),
      onTrainEnd: () => void heard.push([model.progress?.epoch, model.progress?.batch]),
    };
    const { history } = await model.fit({
      x: upTo(4),
      batchSize: 2,
      epochs: 9,
      verbose: 0,
      callbacks: [callback],
    });
    expect(model.trained).toHaveLength(4);
    // The second epoch has all its batches, but was not ended.
    expect(heard).toEqual([0, [1, 2]]);
    expect(history["mean"]).toHaveLength(1);
    expect(await model.states.seen.item()).toBe(8);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it("ends the wait for data that never come", async () => {
    const model = new Recorder();
    async function* silent(): AsyncGenerator<DataBatch> {
      yield upTo(2);
      interrupt();
      await new Promise(() => {});
    }
    await model.fit({ x: silent(), verbose: 0 });
    expect(model.trained).toEqual([[0, 1]]);
  });

  it("leaves no handler after an error", async () => {
    const before = process.listenerCount("SIGINT");
    const callbacks = [{ onEpochBegin: () => Promise.reject(new Error("no")) }];
    await expect(new Recorder().fit({ x: upTo(1), verbose: 0, callbacks })).rejects.toThrow("no");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

/** Runs a program that waits, interrupts it so often, and says how it ended. */
async function interrupted(times: number): Promise<{ readonly signal: string | null; readonly out: string }> {
  const terminal = new URL("../terminal/node.ts", import.meta.url).href;
  const program = `
    const { onInterrupt } = await import(${JSON.stringify(terminal)});
    const remove = onInterrupt(() => {
      console.log("stopping");
      if (${times} === 1) { remove(); clearInterval(running); }
    });
    const running = setInterval(() => {}, 1000);
    console.log("ready");
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { cwd: new URL("../../../../apps/mnist", import.meta.url) });
  let out = "";
  let sent = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (sent++ < times) child.kill("SIGINT");
  });
  const signal = await new Promise<string | null>((resolve) =>
    child.on("exit", (_code, name) => resolve(name)),
  );
  return { signal, out };
}

it.each([
  [1, null],
  [2, "SIGINT"],
] as const)("a process that gets %d Ctrl-C ends by the signal %s", async (times, signal) => {
  expect(await interrupted(times)).toEqual({ signal, out: "ready\nstopping\n" });
});
