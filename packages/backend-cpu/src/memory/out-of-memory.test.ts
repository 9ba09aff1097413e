import { jit, lax, np, scope, setBackend, type Tensor } from "@elegy/autodiff";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CpuBackend, cpu } from "../cpu.ts";
import { HeapOutOfMemoryError } from "../errors/heap-out-of-memory-error.ts";

// Exact accounts: nothing is freed by the garbage collector, only by what is said here.
vi.hoisted(() => {
  class NeverFinalized {
    register(): void {}
    unregister(): boolean {
      return false;
    }
  }
  vi.stubGlobal("FinalizationRegistry", NeverFinalized);
});

const LIMIT = 2 ** 20;
const LARGE = 300_000;
const MESSAGE =
  /: out of memory: needed [\d.]+ (bytes|MiB), in use [\d.]+ (bytes|MiB), limit 1\.0 MiB\. Use /;

const wide = (y: Tensor): Tensor => np.broadcastTo(y, [LARGE]);

/** What wants more than there is, of a large array or of a scalar. */
const CASES: Readonly<Record<string, (x: Tensor, y: Tensor) => Tensor>> = {
  "an eager operation on an uploaded array": (x) => x.neg(),
  "a program's argument": jit((x: Tensor) => x.sum()),
  "a program's result": (_, y) => jit(wide)(y),
  "a program's temporaries": (_, y) => jit((z: Tensor) => np.cumsum(np.cumsum(wide(z))).max())(y),
  "a loop's temporaries": (_, y) =>
    jit((z: Tensor) => lax.foriLoop(0, 2, (_i, c: Tensor) => np.cumsum(wide(c)).max(), z))(y),
  "the scratch of a product": (_, y) => jit((z: Tensor) => matrix(z, [2, 70_000], [70_000, 2]).sum())(y),
};

const matrix = (z: Tensor, m: number[], n: number[]): Tensor =>
  np.matmul(np.cumsum(np.broadcastTo(z, m), { axis: 0 }), np.cumsum(np.broadcastTo(z, n), { axis: 1 }));

describe.each([
  ["one thread", () => cpu({ heapLimit: LIMIT })],
  ["threads that share it", () => new CpuBackend(LIMIT, 2, 0)],
] as const)("a heap of %s that is full", (_, make) => {
  let backend: ReturnType<typeof make>;
  beforeEach(() => {
    backend = make();
    setBackend(backend);
    return () => backend.dispose();
  });

  it.each(Object.entries(CASES))("says so for %s, and works on", async (_, f) => {
    const [x, y] = [np.array(new Float32Array(LARGE)), np.array(1, { dtype: "float32" })];
    const before = backend.memory();
    for (let time = 0; time < 3; time++) {
      expect(() => scope(() => f(x, y))).toThrow(HeapOutOfMemoryError);
      expect(() => scope(() => f(x, y))).toThrow(MESSAGE);
    }
    expect(backend.memory()).toMatchObject({ buffers: before.buffers, bytes: before.bytes });
    const few = np.array(new Float32Array(1000).fill(2));
    expect(await jit((y: Tensor) => y.mul(y).sum())(few).item()).toBe(4000);
    expect((await x.data()).length).toBe(LARGE);
  });
});
