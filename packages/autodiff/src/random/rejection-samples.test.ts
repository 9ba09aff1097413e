import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, np, random, setBackend, stopGradient, type Tensor, vmap } from "../index.ts";
import { expectClose } from "../tensor/close.test-support.ts";
import { isFloat } from "../tensor/dtype.ts";
// Made with JAX 0.10.2, `jax_threefry_partitionable=True`.
import figures from "./jax-rejection-samples.test-support.json" with { type: "json" };

/** What the figures were made with, by name. */
const samplers: Readonly<Record<string, (key: Tensor) => Tensor>> = {
  gamma: (key) => random.gamma(key, 2.5, [20]),
  gamma2: (key) => random.gamma(key, 0.3, [20]),
  gamma3: (key) => random.gamma(key, np.array([0.3, 1, 2.5, 7, 30])),
  loggamma: (key) => random.loggamma(key, 0.1, [10]),
  beta: (key) => random.beta(key, 2, 0.5, [10]),
  beta2: (key) => random.beta(key, np.array([0.3, 1, 2.5, 7, 30]), 2),
  dirichlet: (key) => random.dirichlet(key, np.array([0.5, 1.5, 2]), [4]),
  poisson: (key) => random.poisson(key, 3.5, [20]),
  poisson2: (key) => random.poisson(key, 50, [20]),
  poisson3: (key) => random.poisson(key, np.array([0, 0.5, 9, 11, 300])),
  t: (key) => random.t(key, 3, [10]),
  chisquare: (key) => random.chisquare(key, 3, [10]),
  f: (key) => random.f(key, 3, 5, [10]),
  doubleSidedMaxwell: (key) => random.doubleSidedMaxwell(key, 1, 2, [10]),
  generalizedNormal: (key) => random.generalizedNormal(key, 1.5, [10]),
  ball: (key) => random.ball(key, 3, 2, [4]),
  geometric: (key) => random.geometric(key, 0.3, [20]),
  triangular: (key) => random.triangular(key, -1, 0.5, 2, [10]),
  wald: (key) => random.wald(key, 1.5, [10]),
  multivariateNormal: (key) =>
    random.multivariateNormal(
      key,
      np.array([1, 2, 3]),
      np.array([
        [2, 0.5, 0],
        [0.5, 1, 0.2],
        [0, 0.2, 1.5],
      ]),
      [4],
    ),
  laplace: (key) => random.laplace(key, [10]),
  pareto: (key) => random.pareto(key, np.array([0.3, 1, 2.5, 7, 30])),
  rayleigh: (key) => random.rayleigh(key, np.array([0.3, 1, 2.5, 7, 30])),
  uniform: (key) => random.uniform(key, [5], { minval: np.array([0.3, 1, 2.5, 7, 30]), maxval: 40 }),
  lognormal: (key) => random.lognormal(key, np.array([0.3, 1, 2.5]), [3]),
  split: (key) => random.split(key, 3),
  split2: (key) => random.split(key, [2, 3]),
};

test("every case has its sampler", () => {
  expect(Object.keys(samplers).sort()).toEqual(figures.cases.map(({ name }) => name).sort());
});

describe.each(BACKENDS)("on %s, as JAX", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(figures.cases.map((figure) => [figure.name, figure] as const))("%s", (name, figure) => {
    const sampler = samplers[name]!;
    for (const [seed, expected] of Object.entries(figure.seeds)) {
      for (const f of [sampler, jit(sampler)]) {
        const sample = f(random.key(Number(seed)));
        expect([sample.shape, sample.dtype]).toEqual([figure.shape, figure.dtype]);
        if (isFloat(sample.dtype)) expectClose(sample.dataSync(), expected.map(Number));
        else expect(Array.from(sample.dataSync())).toEqual(expected);
      }
    }
  });

  test("each of several keys draws its own", () => {
    const keys = random.split(random.key(7), 3);
    const all = vmap((key: Tensor) => random.gamma(key, 0.5, [2]))(keys);
    const each = [0, 1, 2].flatMap((i) => Array.from(random.gamma(keys.get(i), 0.5, [2]).dataSync()));
    expectClose(all.dataSync(), each);
  });
});

describe("what is refused", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));
  const key = (): Tensor => random.key(0);

  test("a derivative by the concentration", () => {
    const f = (a: Tensor): Tensor => random.gamma(key(), a, [3]).sum();
    expect(() => grad(f)(np.array(1.5))).toThrow(
      "random.gamma: the samples have no derivative by the concentration.",
    );
    const scaled = (a: Tensor): Tensor => random.gamma(key(), stopGradient(a), [3]).mul(a).sum();
    expect(Number(grad(scaled)(np.array(1.5)))).toBeCloseTo(Number(f(np.array(1.5))), 5);
  });

  test("parameters that do not fit", () => {
    expect(() => random.beta(key(), np.ones([2]), np.ones([3]))).toThrow(
      "random.beta: the shapes do not broadcast",
    );
    expect(() => random.poisson(key(), np.ones([2]), [3])).toThrow(
      "random.poisson: the shapes do not broadcast",
    );
    expect(() => random.gamma(key(), np.ones([2, 1]), [1])).toThrow(
      "random.gamma: the parameters do not broadcast to the shape of the samples. Expected sizes of 1 or those of [1], aligned at the last axis; received f32[2,1].",
    );
    expect(() => random.multivariateNormal(key(), np.ones([2]), np.ones([3, 3]))).toThrow(
      "random.multivariateNormal: mean and covariance do not fit.",
    );
    expect(() => random.ball(key(), 2, 0)).toThrow(
      "random.ball: p is not positive. Expected p > 0; received 0.",
    );
  });

  test("nothing, of no shape", () => {
    expect(random.gamma(key(), 2, [0, 3]).shape).toEqual([0, 3]);
    expect(random.dirichlet(key(), np.ones([2]), [0]).shape).toEqual([0, 2]);
  });
});

test("bounds that are tensors have gradients", () => {
  setBackend(BACKENDS[0]![1]());
  const f = (low: Tensor, high: Tensor): Tensor =>
    random.uniform(random.key(0), [3], { minval: low, maxval: high }).sum();
  const u = random.uniform(random.key(0), [3]);
  const [low, high] = grad(f, { argnums: [0, 1] })(np.array(1.5), np.array(4.5));
  expect(Number(high)).toBeCloseTo(Number(u.sum()), 5);
  expect(Number(low)).toBeCloseTo(3 - Number(u.sum()), 5);
});
