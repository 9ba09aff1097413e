import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, lax, np, random, setBackend, type Tensor, vmap } from "../index.ts";
import { isFloat } from "../tensor/dtype.ts";
import { expectUlps } from "../tensor/ulps.test-support.ts";
import figures from "./jax-samples.test-support.json" with { type: "json" };

type Sampler = (key: Tensor) => Tensor;

const numbers = (): Tensor => np.arange(24).astype("float32").reshape([4, 3, 2]);
const every = (x: Tensor, step: number): Tensor => lax.slice(x, [0], [x.size], [step]);
const weights = (): Tensor => np.array([0.1, 0.2, 0.3, 0.25, 0.15]);
const logits = (): Tensor =>
  np
    .array([
      [0, 1],
      [2, 0],
      [1, 1],
    ])
    .astype("float32");

/** What the figures were made with, by name. */
const samplers: Readonly<Record<Exclude<keyof (typeof figures.cases)[number], "seed">, Sampler>> = {
  normal: (k) => random.normal(k, [3, 5]),
  normal200: (k) => every(random.normal(k, [200]), 7),
  truncatedNormal: (k) => random.truncatedNormal(k, -2, 2, [6]),
  truncatedNormalSide: (k) => random.truncatedNormal(k, 0.25, 5, [6]),
  truncatedNormalOdd: (k) => random.truncatedNormal(k, -1.3, 0.7, [12]),
  randint: (k) => random.randint(k, [10], 0, 100),
  randintSigned: (k) => random.randint(k, [2, 3], -1_000_000, 2_000_000_000),
  randintWhole: (k) => random.randint(k, [5], -(2 ** 31), 2 ** 31 - 1),
  randintEmpty: (k) => random.randint(k, [3], 7, 7),
  randintTensors: (k) => random.randint(k, [2, 3], np.array([0, 10, -20]), np.array([1, 500, 20])),
  randintUint32: (k) => random.randint(k, [5], 0, 2 ** 31 - 1, { dtype: "uint32" }),
  gumbel: (k) => random.gumbel(k, [20]),
  exponential: (k) => random.exponential(k, [20]),
  laplace: (k) => random.laplace(k, [20]),
  logistic: (k) => random.logistic(k, [20]),
  cauchy: (k) => random.cauchy(k, [20]),
  maxwell: (k) => random.maxwell(k, [5]),
  rayleigh: (k) => random.rayleigh(k, 2, [8]),
  pareto: (k) => random.pareto(k, 1.5, [8]),
  weibullMin: (k) => random.weibullMin(k, 2, 1.5, [8]),
  lognormal: (k) => random.lognormal(k, 0.5, [8]),
  rademacher: (k) => random.rademacher(k, [12]),
  bernoulliTensor: (k) => random.bernoulli(k, np.array([0.1, 0.5, 0.9]), [4, 3]),
  permutation: (k) => random.permutation(k, 10),
  permutation3000: (k) => every(random.permutation(k, 3000), 101),
  permutationRows: (k) => random.permutation(k, numbers()),
  permutationAxis1: (k) => random.permutation(k, numbers(), { axis: 1 }),
  permutationIndependent: (k) => random.shuffle(k, numbers(), { axis: 1 }),
  choice: (k) => random.choice(k, 7, [2, 3]),
  choiceOnce: (k) => random.choice(k, 7, [2, 3], { replace: false }),
  choiceRows: (k) => random.choice(k, numbers(), [2, 2], { axis: 1 }),
  choiceRowsOnce: (k) => random.choice(k, numbers(), [3], { replace: false }),
  choiceWeighted: (k) => random.choice(k, 5, [8], { p: weights() }),
  choiceWeightedScalar: (k) => random.choice(k, 5, [], { p: weights() }),
  choiceWeightedOnce: (k) => random.choice(k, 5, [4], { p: weights(), replace: false }),
  categorical: (k) => random.categorical(k, np.array([0, 1, 2]), { shape: [8] }),
  categoricalAxis0: (k) => random.categorical(k, logits(), { axis: 0 }),
  categoricalRows: (k) => random.categorical(k, logits(), { shape: [4, 3] }),
  categoricalOnce: (k) => random.categorical(k, logits().transpose(), { shape: [2, 2], replace: false }),
  categoricalOnceAxis0: (k) => random.categorical(k, logits(), { axis: 0, shape: [3, 2], replace: false }),
  bitsOfRows: (k) => vmap((key: Tensor) => random.bits(key, [2]))(random.split(k, 3)),
};

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe.each(figures.cases)("as JAX, with seed $seed", (figure) => {
    test.each(Object.entries(samplers))("%s", (name, sampler) => {
      const expected = figure[name as keyof typeof samplers];
      for (const sample of [sampler(random.key(figure.seed)), jit(sampler)(random.key(figure.seed))]) {
        // The logistic distribution is a difference of two logarithms between 1 and 2.
        const scale = name === "logistic" ? 2 : 1;
        if (isFloat(sample.dtype)) expectUlps(sample.dataSync(), expected.map(Number), 2, scale);
        else expect(Array.from(sample.dataSync())).toEqual(expected.map(Number));
      }
    });
  });
});

describe("wrong arguments", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));
  const key = (): Tensor => random.key(0);

  test("of randint", () => {
    expect(() => random.randint(key(), [2], 0, 2.5)).toThrow(
      "random.randint: a bound is not whole. Expected whole numbers, or tensors of i32 or u32; received 2.5.",
    );
    expect(() => random.randint(key(), [2], np.array([0.5]), 3)).toThrow("received f32[1]");
    // @ts-expect-error: not a dtype of randint
    expect(() => random.randint(key(), [2], 0, 3, { dtype: "float32" })).toThrow("Expected int32 or uint32");
  });

  test("of permutation and choice", () => {
    expect(() => random.permutation(key(), 2.5)).toThrow(
      "random.permutation: the number of elements is not a count",
    );
    expect(() => random.permutation(key(), np.array(3))).toThrow("a scalar tensor has no order");
    expect(() => random.choice(key(), 3, [4], { replace: false })).toThrow(
      "random.choice: not enough to choose from. Expected at least 4 elements, for none is taken twice; received 3.",
    );
    expect(() => random.choice(key(), 0, [1])).toThrow("at least one element");
    expect(() => random.choice(key(), 3, [1], { p: np.array([0.5, 0.5]) })).toThrow(
      "random.choice: the probabilities do not fit. Expected one for each element: [3]; received f32[2].",
    );
  });

  test("of categorical and truncatedNormal", () => {
    expect(() => random.categorical(key(), np.zeros([2, 3]), { shape: [4, 3] })).toThrow(
      "random.categorical: the shape does not fit the logits. Expected a shape that ends with [2]; received [4,3] for f32[2,3].",
    );
    expect(() => random.categorical(key(), np.zeros([3]), { shape: [4], replace: false })).toThrow(
      "more classes drawn than there are",
    );
    expect(() => random.truncatedNormal(key(), 1, 1)).toThrow("the bounds are not in order");
  });
});

describe("nothing and everything", () => {
  beforeEach(() => setBackend(BACKENDS[1]![1]()));

  test("empty shapes", () => {
    const key = random.key(0);
    expect(random.normal(key, [0, 3]).shape).toEqual([0, 3]);
    expect(random.permutation(key, 0).shape).toEqual([0]);
    expect(random.choice(key, np.zeros([4, 2]), [0]).shape).toEqual([0, 2]);
    expect(random.randint(key, [0], 0, 5).dtype).toBe("int32");
  });

  test("samples of several keys are those of each", () => {
    const keys = random.split(random.key(3), 3);
    const rows = vmap((key: Tensor) => random.permutation(key, 6))(keys);
    const each = [0, 1, 2].map((i) =>
      random.permutation(lax.slice(keys, [i, 0], [i + 1, 2]).reshape([2]), 6),
    );
    expect(Array.from(rows.dataSync())).toEqual(each.flatMap((row) => Array.from(row.dataSync())));
  });
});
