import { grad, jit, lax, np, setBackend, type Tensor } from "@elegy/autodiff";
import { afterAll, beforeAll, expect, it } from "vitest";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await webgpu();
  setBackend(backend);
});
afterAll(() => backend.dispose());

const doubledUntil = jit((x: Tensor, limit: Tensor) =>
  lax.whileLoop(
    (value: Tensor) => np.less(value, limit),
    (value: Tensor) => value.mul(2),
    x,
  ),
);

it("what is started after a loop waits for it, in order", async () => {
  const first = doubledUntil(np.array(1), np.array(100));
  const second = doubledUntil(first.add(1), np.array(1000));
  const third = lax.cond(
    np.greater(second, 1000),
    (x: Tensor) => x.neg(),
    (x: Tensor) => x,
    second,
  );
  expect(await Promise.all([third.item(), first.item(), second.item()])).toEqual([-1032, 128, 1032]);
});

it("what a loop reads may be released before the loop has run", async () => {
  const [x, limit] = [np.array(3), np.array(50)];
  const result = doubledUntil(x, limit);
  x.dispose();
  limit.dispose();
  const dropped = doubledUntil(result, np.array(500));
  dropped.dispose();
  expect(await result.item()).toBe(96);
});

it("a scan is one submission, however long", async () => {
  const cumulated = jit((xs: Tensor) =>
    lax.scan((sum: Tensor, x: Tensor) => [sum.add(x), sum.mul(x)] as const, np.zeros([3]), xs),
  );
  const xs = np.array(
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
    { dtype: "float32" },
  );
  cumulated(xs);
  const before = backend.statistics().submissions;
  const [sum, ys] = cumulated(xs);
  expect(backend.statistics().submissions - before).toBe(1);
  expect(await sum.array()).toEqual([12, 15, 18]);
  expect(await ys.array()).toEqual([
    [0, 0, 0],
    [4, 10, 18],
    [35, 56, 81],
  ]);
});

it("a scan goes through slices of an odd number of half floats", async () => {
  if (!backend.dtypes.has("float16")) return;
  const xs = np.array(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { dtype: "float16" },
  );
  const [, ys] = lax.scan(
    (sum: Tensor, x: Tensor) => [sum.add(x), sum.add(x)] as const,
    xs.sum({ axis: 0 }),
    xs,
  );
  expect(await ys.array()).toEqual([
    [6, 9, 12],
    [10, 14, 18],
  ]);
});

it("loops of known length have derivatives", async () => {
  const power = (x: Tensor): Tensor => lax.foriLoop(0, 3, (_: unknown, y: Tensor) => y.mul(x), x);
  expect(await jit(grad(power))(np.array(2, { dtype: "float32" })).item()).toBe(32);
});
