import { jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CpuBackend, cpu } from "../cpu.ts";
import { waitForThreads } from "../threads/wait-for-threads.test-support.ts";

const MB = 2 ** 20;
const LARGE = 3 * MB;
/** Longer than a heap has to be empty before it is given back. */
const LONG = 1500;

describe.each([
  ["one thread", () => cpu()],
  ["several threads", () => new CpuBackend(2 ** 30, 3, 0)],
] as const)("the heap of %s", (_, make) => {
  waitForThreads();
  let backend: ReturnType<typeof make>;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    backend = make();
    setBackend(backend);
  });
  afterEach(() => {
    backend.dispose();
    vi.useRealTimers();
  });

  const increase = jit((x: Tensor) => np.cumsum(np.cumsum(x)).mul(0).add(x).add(2));
  const reserved = (): number => backend.memory().reservedBytes ?? 0;

  it("shrinks when nothing is in it, and grows again", async () => {
    for (let round = 0; round < 2; round++) {
      const y = increase(np.ones([LARGE]));
      vi.advanceTimersByTime(LONG);
      expect(reserved()).toBeGreaterThan(8 * LARGE);
      expect((await y.data()).at(-1)).toBe(3);
      y.dispose();
      vi.advanceTimersByTime(LONG);
      expect(reserved()).toBeLessThan(MB);
      expect(backend.memory().peakBytes).toBeGreaterThan(8 * LARGE);
    }
  });

  it("stays as it is while a loop takes and frees", () => {
    increase(np.ones([LARGE])).dispose();
    const before = reserved();
    for (let step = 0; step < 8; step++) {
      vi.advanceTimersByTime(400);
      expect(reserved()).toBeGreaterThanOrEqual(before);
      increase(np.ones([LARGE])).dispose();
    }
  });
});
