import { conformance } from "@elegy/conformance";
import { vi } from "vitest";
import { CpuBackend } from "../cpu.ts";
import { ThreadPool } from "./thread-pool.ts";

// Every step that can be divided is, from the first run of a program on.
const { isReady } = ThreadPool.prototype;
const clock = new Int32Array(new SharedArrayBuffer(4));
vi.spyOn(ThreadPool.prototype, "isReady").mockImplementation(function (this: ThreadPool, program) {
  while (!isReady.call(this, program)) Atomics.wait(clock, 0, 0, 1);
  return true;
});

conformance({ backend: () => new CpuBackend(2 ** 30, 3, 0) });
