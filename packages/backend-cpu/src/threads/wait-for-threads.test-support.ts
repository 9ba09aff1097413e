import { afterAll, beforeAll, vi } from "vitest";
import { ThreadPool } from "./thread-pool.ts";

/** Until threads have got a program, one runs it. Here all run it from its first run on. */
export function waitForThreads(): void {
  const { isReady } = ThreadPool.prototype;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  beforeAll(() => {
    vi.spyOn(ThreadPool.prototype, "isReady").mockImplementation(function (this: ThreadPool, program) {
      while (!isReady.call(this, program)) Atomics.wait(clock, 0, 0, 1);
      return true;
    });
  });
  afterAll(() => vi.restoreAllMocks());
}
