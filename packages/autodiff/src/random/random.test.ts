import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, np, random, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";
import figures from "./jax-random.test-support.json" with { type: "json" };

const bits = (x: Tensor): number[] => Array.from(x.dataSync());
const floats = (data: readonly number[]): number[] => Array.from(Float32Array.from(data));

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe.each(figures.cases)("as JAX, with seed $seed", (figure) => {
    const key = (): Tensor => random.key(figure.seed);

    test("keys", () => {
      expect(values(key())).toEqual(figure.key);
      expect(key().dtype).toBe("uint32");
      expect(values(random.split(key()))).toEqual(figure.split2);
      expect(values(random.split(key(), 5))).toEqual(figure.split5);
      expect(values(random.foldIn(key(), 7))).toEqual(figure.foldIn7);
      expect(values(random.foldIn(key(), np.array(7)))).toEqual(figure.foldIn7);
    });

    test.each([
      ["eager", (f: (key: Tensor) => Tensor) => f],
      ["jit", (f: (key: Tensor) => Tensor) => jit(f)],
    ])("samples to the last bit: %s", (_mode, mode) => {
      expect(bits(mode((k) => random.bits(k, [7]))(key()))).toEqual(figure.bits7);
      const uniform = mode((k) => random.uniform(k, [3, 5]))(key());
      expect([uniform.shape, bits(uniform)]).toEqual([[3, 5], floats(figure.uniform3x5)]);
      const ranged = mode((k) => random.uniform(k, [5], { minval: -2, maxval: 3 }))(key());
      expect(bits(ranged)).toEqual(floats(figure["uniform5From-2To3"]));
      const flips = mode((k) => random.bernoulli(k, 0.3, [12]))(key());
      expect([flips.dtype, values(flips)]).toEqual(["bool", figure.bernoulli12]);
    });
  });

  test("scalars, and nothing", () => {
    expect(random.uniform(random.key(0)).shape).toEqual([]);
    expect(random.bits(random.key(0), [0, 3]).shape).toEqual([0, 3]);
    expect(random.split(random.key(0), 0).shape).toEqual([0, 2]);
  });
});

describe("keys", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  // jax.random.PRNGKey(-1), and a seed of more than 32 bits as with 64-bit types on.
  test.each([
    [-1, [0, 4294967295]],
    [2 ** 31, [0, 2147483648]],
    [2 ** 33 + 5, [2, 5]],
  ])("of seed %d", (seed, expected) => {
    expect(values(random.key(seed))).toEqual(expected);
  });

  test("need a whole number", () => {
    expect(() => random.key(0.5)).toThrow(
      "random.key: the seed is not a whole number. Expected a safe integer; received 0.5.",
    );
    expect(() => random.key(2 ** 53)).toThrow("safe integer");
  });

  test("are told from lists of keys and other tensors", () => {
    expect(() => random.uniform(random.split(random.key(0)), [2])).toThrow(
      "random.uniform: not a key. Expected u32[2]; received u32[2,2]. Make one with random.key(seed); random.split gives u32[n,2], one key a row.",
    );
    expect(() => random.foldIn(np.array([1, 2]), 3)).toThrow(
      "random.foldIn: not a key. Expected u32[2]; received i32[2].",
    );
  });

  test("uniform says which dtypes it makes", () => {
    expect(() => random.uniform(random.key(0), [2], { dtype: "int32" })).toThrow(
      "random.uniform: dtype not supported",
    );
  });
});
