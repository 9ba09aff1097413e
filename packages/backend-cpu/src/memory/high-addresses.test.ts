import {
  jit,
  lax,
  nn,
  np,
  random,
  setBackend,
  type Tensor,
  tree,
  type TypedArray,
  valueAndGrad,
} from "@elegy/autodiff";
import { expect, it } from "vitest";
import { CpuBackend } from "../cpu.ts";
import { waitForThreads } from "../threads/wait-for-threads.test-support.ts";
import type { CpuBuffer } from "./cpu-buffer.ts";

waitForThreads();

/** What comes to lie beyond the middle of the address space crosses it: a signed address would become negative. */
const FILLED = 2 ** 31 - 2 ** 15;

/** Takes the lower half of the heap, of which the system gives nothing until somebody writes there. */
function fillLowerHalf(backend: CpuBackend): void {
  const buffer = backend.upload(new Float32Array(1), { shape: [1], dtype: "float32" });
  const { store } = buffer as CpuBuffer & {
    readonly store: { allocate(bytes: number, operation: string): number };
  };
  expect(store.allocate(FILLED, "test")).toBeLessThan(2 ** 31);
  expect(store.allocate(2 ** 16, "test")).toBeGreaterThan(FILLED);
}

/** Kernels of every kind that walk over memory: loops, panels, windows, tables, sorting, sums, copies, bodies of loops. */
const program = jit(
  (state: Readonly<Record<"w" | "filter" | "table", Tensor>>, x: Tensor, ids: Tensor) => {
    const lossOf = ({ w, filter, table }: typeof state): Tensor => {
      const images = nn.relu(nn.conv(x, filter));
      const pooled = nn.maxPool(images, { windowShape: [2, 2], strides: [2, 2] }).reshape([4, -1]);
      const rows = np.take(table, ids, { axis: 0 }).sum({ axis: 0, keepdims: true });
      const sorted = np.sort(pooled).mul(np.arange(288));
      return nn
        .logSoftmax(np.matmul(pooled.add(rows), w))
        .sum()
        .add(sorted.sum());
    };
    const [loss, grads] = valueAndGrad(lossOf)(state);
    const next = tree.map((old: Tensor, slope: Tensor) => old.sub(slope.mul(0.01)), state, grads);
    return [
      next,
      loss,
      np.cumsum(x, { axis: 1 }),
      np.argmax(x, { axis: 2 }),
      x.transpose(),
      lax.scan((h: Tensor, row: Tensor) => [h.mul(0.5).add(row), h], np.zeros([12, 12, 3]), x),
      np.sort(x, { axis: 0 }),
    ];
  },
  { donate: [0] },
);

async function results(backend: CpuBackend): Promise<readonly TypedArray[]> {
  setBackend(backend);
  const normal = (seed: number, shape: number[]): Tensor => random.normal(random.key(seed), shape);
  const [x, ids] = [normal(0, [4, 12, 12, 3]), np.array([1, 3, 1, 0])];
  let state = { w: normal(1, [288, 9]), filter: normal(2, [3, 3, 3, 8]), table: normal(3, [5, 288]) };
  let rest: unknown[] = [];
  for (let step = 0; step < 3; step++)
    [state, ...rest] = program(state, x, ids) as [typeof state, ...unknown[]];
  return Promise.all(tree.leaves([state, rest]).map((leaf) => (leaf as Tensor).data()));
}

it.each([
  ["one thread", 1],
  ["several threads", 2],
])("addresses from 2 GiB on are as good as those below: %s", async (_, threads) => {
  const [low, high] = [new CpuBackend(2 ** 32, threads, 0), new CpuBackend(2 ** 32, threads, 0)];
  fillLowerHalf(high);
  const expected = await results(low);
  expect(await results(high)).toEqual(expected);
  expect(high.memory().reservedBytes).toBeGreaterThan(2 ** 31);
  low.dispose();
  high.dispose();
});
