import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, jvp, lax, nn, np, setBackend, type Tensor, vmap } from "../index.ts";
import { numbersOf } from "./dtype.ts";
import { roundToHalf } from "./half-floats.ts";
import type { NestedArray } from "./tensor.ts";

const half = (data: NestedArray): Tensor => np.array(data, { dtype: "float16" });
const numbers = (x: Tensor): number[] => Array.from(numbersOf(x.dataSync(), x.dtype));

describe.each(BACKENDS)("float16 on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test("numbers go in and come out, data() are the bits", async () => {
    const x = half([
      [0.1, -2],
      [65504, 1e6],
    ]);
    expect(await x.array()).toEqual([
      [0.0999755859375, -2],
      [65504, Infinity],
    ]);
    expect(await x.data()).toEqual(Uint16Array.of(0x2e66, 0xc000, 0x7bff, 0x7c00));
    expect(await half(0.1).item()).toBe(0.0999755859375);
    expect(Number(half(-3))).toBe(-3);
    expect(half(1) > half(0.5)).toBe(true);
    const again = np.array(await x.data(), { shape: [2, 2] });
    expect(again.dtype).toBe("float16");
    expect(await again.array()).toEqual(await x.array());
    expect(np.array(Uint16Array.of(0x3c00), { dtype: "float32" }).dataSync()).toEqual(Float32Array.of(1));
  });

  test.each([
    // As NumPy 2.4.6 prints them.
    [[1, 2.5], "[1.  2.5]"],
    [[65504, 1], "[6.55e+04 1.00e+00]"],
    [[999, 1], "[999.   1.]"],
    [[1000.5, 1], "[1.0005e+03 1.0000e+00]"],
    [[5e-5, 1], "[5.e-05 1.e+00]"],
    [[6e-8], "[6.e-08]"],
    [[1 / 3, 100], "[  0.3333 100.    ]"],
    [[2.71], "[2.71]"],
    [[Infinity, NaN, -0], "[inf nan -0.]"],
  ])("%j is printed as by NumPy", (data, text) => {
    expect(String(half(data))).toBe(`Tensor(${text}, dtype=float16)`);
  });

  test("numbers give way to it, float32 does not", () => {
    const x = half([1, 2]);
    const met = [x.mul(0.1), x.add(true), x.mul(np.array([1, 2])), np.where(x.greater(1), x, 0)];
    expect(met.map(({ dtype }) => dtype)).toEqual(met.map(() => "float16"));
    expect(x.add(np.ones([2])).dtype).toBe("float32");
    expect(np.sum(x).dtype).toBe("float16");
    expect(nn.softmax(x).dtype).toBe("float16");
  });

  test("every result is rounded once", () => {
    const [a, b] = [half([2049, 1, 300, 1e-7, 6e-8]), half([3, 3, 300, 1e-7, 0.5])];
    const f = (x: Tensor, y: Tensor): Tensor[] => [x.add(y), x.sub(y), x.mul(y), x.div(y), np.sqrt(x)];
    const exact: ((x: number, y: number) => number)[] = [
      (x, y) => x + y,
      (x, y) => x - y,
      (x, y) => x * y,
      (x, y) => x / y,
      Math.sqrt,
    ];
    const [left, right] = [numbers(a), numbers(b)];
    for (const results of [f(a, b), jit(f)(a, b)]) {
      for (const [i, result] of results.entries()) {
        expect(numbers(result)).toEqual(left.map((x, j) => roundToHalf(exact[i]!(x, right[j]!))));
      }
    }
  });

  test("sums are made in wider numbers: 4096 ones are no 2048", () => {
    const ones = np.ones([4096], { dtype: "float16" });
    const all = (x: Tensor): Tensor[] => [np.sum(x), np.dot(x, x), np.cumsum(x).at(-1).get()];
    for (const results of [all(ones), jit(all)(ones)])
      expect(results.map(Number)).toEqual([4096, 4096, 4096]);
    expect(Number(np.sum(ones.mul(100)))).toBe(Infinity);
    expect(Number(np.mean(ones.mul(100)))).toBe(100);
    expect(Number(np.std(ones.mul(100)))).toBe(0);
    expect(Number(np.variance(half([0, 600])))).toBe(Infinity);
    expect(Number(np.std(half([0, 600])))).toBe(300);
  });

  test("conversions", () => {
    const x = half([0, -0, 1.5, -2.75, NaN, Infinity]);
    const to = (dtype: "int32" | "uint8" | "bool"): number[] => [...x.astype(dtype).dataSync()];
    expect(to("int32")).toEqual([0, 0, 1, -2, 0, 2 ** 31 - 1]);
    expect(to("uint8")).toEqual([0, 0, 1, 0, 0, 255]);
    expect(to("bool")).toEqual([0, 0, 1, 1, 1, 1]);
    expect(numbers(np.array([2049, 70000, -3]).astype("float16"))).toEqual([2048, Infinity, -3]);
    expect(numbers(np.array([true, false]).astype("float16"))).toEqual([1, 0]);
    expect(numbers(np.array([2049], { dtype: "uint32" }).astype("float16"))).toEqual([2048]);
    const twice = jit((y: Tensor) => y.astype("float16").astype("float32"));
    expect(twice(np.array([0.1, 1e-9, 1e9])).dataSync()).toEqual(
      Float32Array.of(0.0999755859375, 0, Infinity),
    );
  });

  test("what only moves elements moves halves, of every count", () => {
    for (const size of [0, 1, 3, 4, 7, 40]) {
      const data = Array.from({ length: size }, (__, i) => i / 4 - 2);
      const f = (x: Tensor): Tensor[] => [
        np.flip(x),
        np.pad(x, [[1, 2]], 0.5),
        np.concatenate([x, x]),
        np.broadcastTo(x.reshape([size, 1]), [size, 3]).transpose(),
        lax.slice(x, [0], [size]),
        np.where(x.less(0), x, x.neg()),
      ];
      const expected = [
        data.toReversed(),
        [0.5, ...data, 0.5, 0.5],
        [...data, ...data],
        [...data, ...data, ...data],
        data,
        data.map((x) => -Math.abs(x)),
      ];
      for (const results of [f(half(data)), jit(f)(half(data))])
        for (const [i, result] of results.entries()) {
          expect(result.dtype).toBe("float16");
          expect(numbers(result), `${i} of ${size}`).toEqual(expected[i]);
        }
    }
  });

  test("indexing, order and search", () => {
    const x = half([3, NaN, -1, 2, -0, 0]);
    expect(numbers(np.sort(x))).toEqual([-1, -0, 0, 2, 3, NaN]);
    expect(numbers(lax.topK(half([3, -1, 2]), 2)[0])).toEqual([3, 2]);
    expect(Number(np.argmax(half([1, 3, 2])))).toBe(1);
    expect(Number(np.argmin(x))).toBe(1);
    expect(numbers(np.take(x, np.array([5, 9]), { mode: "fill" }))).toEqual([0, NaN]);
    expect(numbers(x.at(np.array([1])).set(7))).toEqual([3, 7, -1, 2, -0, 0]);
    expect(numbers(np.nanToNum(half([NaN, Infinity, -Infinity])))).toEqual([0, 65504, -65504]);
    expect([...np.isfinite(half([1, NaN, Infinity])).dataSync()]).toEqual([1, 0, 0]);
    expect(numbers(np.arange(0, 4100, 1000).astype("float16"))).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(numbers(lax.iota("float16", 2052)).slice(-5)).toEqual([2047, 2048, 2048, 2050, 2052]);
  });

  test("loops and choices carry it", () => {
    const f = (x: Tensor): Tensor[] => {
      const [total, steps] = lax.scan((sum: Tensor, one: Tensor) => [sum.add(one), sum.mul(one)], half(0), x);
      const doubled = lax.whileLoop(
        (y: Tensor) => y.less(100),
        (y: Tensor) => y.mul(2),
        total,
      );
      const chosen = lax.cond(
        total.greater(5),
        (y: Tensor) => y.neg(),
        (y: Tensor) => y,
        doubled,
      );
      return [total, steps, doubled, chosen];
    };
    for (const results of [f(half([1, 2, 0.1])), jit(f)(half([1, 2, 0.1]))]) {
      expect(results.map(({ dtype }) => dtype)).toEqual(results.map(() => "float16"));
      const sum = roundToHalf(3 + roundToHalf(0.1));
      expect(numbers(results[0]!)).toEqual([sum]);
      expect(numbers(results[1]!)).toEqual([0, 2, roundToHalf(3 * roundToHalf(0.1))]);
      expect(numbers(results[2]!)).toEqual([sum * 64]);
      expect(numbers(results[3]!)).toEqual([sum * 64]);
    }
    const product = (x: Tensor): Tensor => lax.scan((p: Tensor, y: Tensor) => [p.mul(y), p], half(1), x)[0];
    expect(
      numbers(
        jit(vmap(grad(product)))(
          half([
            [1, 2, 3],
            [2, 2, 2],
          ]),
        ),
      ),
    ).toEqual([6, 3, 2, 4, 4, 4]);
  });

  test("derivatives keep the dtype, second ones too", () => {
    const f = (x: Tensor): Tensor => np.sum(x.mul(x).mul(x));
    const [, tangent] = jvp(f, [half([1, 2])], [half([1, 0.5])]);
    expect([tangent.dtype, Number(tangent)]).toEqual(["float16", 9]);
    const second = grad((x: Tensor) => np.sum(grad(f)(x)));
    for (const g of [second, jit(second)]) {
      const result = g(half([1, 2]));
      expect([result.dtype, numbers(result)]).toEqual(["float16", [6, 12]]);
    }
  });

  test("constants are folded as the backend computes them", () => {
    const f = (): Tensor => np.full([2], 0.1, { dtype: "float16" }).mul(3).add(2048);
    const expected = roundToHalf(roundToHalf(roundToHalf(0.1) * 3) + 2048);
    expect(numbers(f())).toEqual([expected, expected]);
    expect(numbers(jit(f)())).toEqual([expected, expected]);
  });
});

test("a backend without it says so", () => {
  setBackend(BACKENDS[1]![1]());
  expect(() => half([1]).astype("float64")).toThrow("the cpu backend has no float64");
});
