import { Worker } from "node:worker_threads";
import { jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { afterEach, expect, it, vi } from "vitest";
import { CpuBackend } from "../cpu.ts";
import { waitForThreads } from "./wait-for-threads.test-support.ts";

waitForThreads();
afterEach(() => vi.restoreAllMocks());

/** The threads of Node that are sent something from now on, while they live. */
function watchThreads(): ReadonlySet<Worker> {
  const alive = new Set<Worker>();
  const { postMessage } = Worker.prototype;
  vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker, ...args) {
    if (!alive.has(this)) this.on("exit", () => alive.delete(this));
    alive.add(this);
    postMessage.apply(this, args);
  });
  return alive;
}

const total = jit((x: Tensor) => x.exp().sum(), { name: "trainStep" });

it("dispose stops all threads", async () => {
  const threads = watchThreads();
  const backend = new CpuBackend(2 ** 24, 3, 0);
  setBackend(backend);
  expect(await total(np.zeros([1000])).item()).toBe(1000);
  expect(threads.size).toBe(2);
  backend.dispose();
  await expect.poll(() => threads.size).toBe(0);
});

it("a thread that is ended from outside is reported, and the backend goes on alone with the same results", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const threads = watchThreads();
  const backend = new CpuBackend(2 ** 24, 3, 0);
  setBackend(backend);
  const x = np.zeros([1000]);
  expect(await total(x).item()).toBe(1000);
  await [...threads][0]?.terminate();
  await expect.poll(() => threads.size).toBe(0);
  expect(warn.mock.calls).toEqual([
    ["cpu: a thread has died: %s. The backend goes on with one thread.", expect.stringMatching(/^it ended/)],
  ]);
  expect(await total(x).item()).toBe(1000);
  backend.dispose();
});
