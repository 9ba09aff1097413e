import { jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { describe, expect, it } from "vitest";
import { CpuBackend, cpu } from "../cpu.ts";
import { ThreadsInvalidError } from "../errors/threads-invalid-error.ts";
import { PROGRAMS } from "./divided-programs.test-support.ts";
import { ThreadPool } from "./thread-pool.ts";
import { waitForThreads } from "./wait-for-threads.test-support.ts";

describe("results are the same to the bit for any number of threads", () => {
  waitForThreads();
  const backends = [1, 2, 3, 5].map((threads) => new CpuBackend(2 ** 30, threads, 0));

  it.each(Object.entries(PROGRAMS))("%s", async (_, program) => {
    const results = [];
    for (const backend of backends) {
      setBackend(backend);
      results.push(await jit(program)().data());
    }
    for (const result of results) expect(result).toEqual(results[0]);
  });
});

describe("cpu({ threads })", () => {
  it.each([0, -1, 1.5, 65, Number.NaN])("refuses %d threads", (threads) => {
    expect(() => cpu({ threads })).toThrow(ThreadsInvalidError);
  });

  it("keeps small programs on one thread", () => {
    const started = ThreadPool.prototype.load;
    let loads = 0;
    ThreadPool.prototype.load = function (...args) {
      loads++;
      return started.apply(this, args);
    };
    setBackend(cpu({ threads: 2 }));
    jit((x: Tensor) => x.add(1).sum())(np.ones([100]));
    expect(loads).toBe(0);
    jit((x: Tensor) => x.exp())(np.ones([1_000_000]));
    expect(loads).toBe(1);
    ThreadPool.prototype.load = started;
  });
});
