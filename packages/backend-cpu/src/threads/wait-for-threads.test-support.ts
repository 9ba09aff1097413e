import { afterAll, beforeAll, vi } from "vitest";
import type { CpuBackend } from "../cpu.ts";
import { GraphBuilder } from "../testing/graph-builder.test-support.ts";
import { countMeetings } from "./count-meetings.test-support.ts";
import { ThreadPool } from "./thread-pool.ts";

/** Until threads have got a program, one runs it. Here all run it from its first run on. */
export function waitForThreads(): void {
  const { isReady } = ThreadPool.prototype;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const pause = (): void => {
    try {
      Atomics.wait(clock, 0, 0, 1);
    } catch {
      // A page may not wait.
    }
  };
  beforeAll(() => {
    vi.spyOn(ThreadPool.prototype, "isReady").mockImplementation(function (this: ThreadPool, program) {
      while (!isReady.call(this, program)) pause();
      return true;
    });
  });
  afterAll(() => vi.restoreAllMocks());
}

/** The backend, its threads running: those of a browser start only while the page does nothing. */
export async function started(backend: CpuBackend): Promise<CpuBackend> {
  const builder = new GraphBuilder();
  const graph = builder.graph(builder.map("exp", builder.input([1000])));
  const program = backend.compile(graph, { name: "start", donated: [], eager: false });
  const x = backend.upload(new Float32Array(1000), { shape: [1000], dtype: "float32" });
  const meetings = countMeetings(backend);
  while (meetings() === 0) {
    for (const y of program.run([x])) backend.release(y);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  backend.release(x);
  program.dispose();
  return backend;
}
