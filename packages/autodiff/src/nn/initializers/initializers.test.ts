import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { jit, nn, np, random, setBackend, type Shape, type Tensor, vmap } from "../../index.ts";
import { expectClose } from "../../tensor/close.test-support.ts";
import { expectUlps } from "../../tensor/ulps.test-support.ts";
import figures from "./jax-initializers.test-support.json" with { type: "json" };

const init = nn.initializers;

/** What the figures were made with, by name; where the algorithm is not that of JAX, how far they may be apart. */
const made: Readonly<Record<string, readonly [nn.initializers.Initializer, tolerance?: number]>> = {
  uniform: [init.uniform({ maxval: 0.5 })],
  normal: [init.normal({ stddev: 0.3 })],
  truncatedNormal: [init.truncatedNormal({ stddev: 0.3, lower: -1.5, upper: 1 })],
  glorotUniform: [init.glorotUniform()],
  glorotNormal: [init.glorotNormal()],
  heUniform: [init.heUniform()],
  heNormal: [init.heNormal()],
  lecunUniform: [init.lecunUniform()],
  lecunNormal: [init.lecunNormal()],
  geometric: [
    init.varianceScaling({
      scale: 0.7,
      mode: "fanGeoAvg",
      distribution: "normal",
      inAxis: 0,
      outAxis: [1, 2],
      batchAxis: 3,
    }),
  ],
  fanOut: [init.varianceScaling({ scale: 1.3, mode: "fanOut", distribution: "normal" })],
  orthogonalTall: [init.orthogonal(), 2e-6],
  orthogonalWide: [init.orthogonal({ scale: 2 }), 4e-6],
  orthogonalSquare: [init.orthogonal(), 1e-5],
  orthogonalAxis: [init.orthogonal({ columnAxis: 0 }), 2e-6],
  deltaOrthogonal: [init.deltaOrthogonal({ scale: 0.5 }), 2e-6],
};

describe.each(BACKENDS)("on %s", (_, backend) => {
  beforeEach(() => setBackend(backend()));

  describe.each([["eagerly"], ["under jit"]])("%s", (how) => {
    test.each(figures.cases.map((figure) => [figure.name, figure] as const))(
      "%s is that of JAX",
      async (name, { shape, data }) => {
        const [make, tolerance] = made[name]!;
        const draw = (key: Tensor): Tensor => make(key, shape);
        const values = (how === "under jit" ? jit(draw) : draw)(random.key(7));
        expect(values.shape).toEqual(shape);
        // A normal sample may be 2 units off, and a scaled one lie where units are smaller. Uniform ones are exact.
        const ulps = name.endsWith("niform") ? 0 : 3;
        if (tolerance === undefined) expectUlps(await values.data(), data, ulps);
        else expectClose(await values.data(), data, { relative: 0, absolute: tolerance });
      },
    );

    it("makes orthogonal matrices of many columns", async () => {
      const draw = (key: Tensor): Tensor => init.orthogonal()(key, [40, 33]);
      const q = (how === "under jit" ? jit(draw) : draw)(random.key(3));
      const product = np.dot(q.transpose(), q);
      expectClose(await product.data(), await np.eye(33).data(), { absolute: 2e-6 });
    });
  });

  it("makes a matrix for each key", async () => {
    const keys = random.split(random.key(0), 3);
    const draw = (key: Tensor): Tensor => init.orthogonal()(key, [3, 2]);
    const all = vmap(draw)(keys);
    expect(all.shape).toEqual([3, 3, 2]);
    expectClose(await all.get(1).data(), await draw(keys.get(1)).data());
  });
});

const draws = (make: nn.initializers.Initializer, shape: Shape): Tensor => make(random.key(1), shape);

// Closed forms of Elegy's: bounds, mean and deviation of many numbers.
test.each<[string, nn.initializers.Initializer, mean: number, stddev: number, most: number]>([
  ["uniform", init.uniform({ minval: 1, maxval: 3 }), 2, 2 / Math.sqrt(12), 3],
  ["normal", init.normal({ mean: -1, stddev: 2 }), -1, 2, Infinity],
  ["truncatedNormal", init.truncatedNormal({ mean: 1, stddev: 1 }), 1, 0.8796, 3],
  ["uniformScaling", init.uniformScaling(2), 0, 2 / Math.sqrt(50), 2 * Math.sqrt(3 / 50)],
  ["varianceScaling", init.varianceScaling({ scale: 3 }), 0, Math.sqrt(3 / 50), Infinity],
])("%s has its mean, deviation and bounds", async (_, make, mean, stddev, most) => {
  const values = draws(make, [50, 100]);
  expect(await values.mean().item()).toBeCloseTo(mean, 1);
  expect(await np.std(values).item()).toBeGreaterThan(0.97 * stddev);
  expect(await np.std(values).item()).toBeLessThan(1.03 * stddev);
  expect(await values.max().item()).toBeLessThanOrEqual(most);
});

it("converts to another dtype", () => {
  setBackend(reference());
  expect(init.heNormal()(random.key(0), [2, 3], { dtype: "float64" }).dtype).toBe("float64");
  expect(init.zeros(random.key(0), [2], { dtype: "float64" }).dtype).toBe("float64");
});

it("makes empty tensors", () => {
  expect(draws(init.orthogonal(), [0, 3]).shape).toEqual([0, 3]);
  expect(draws(init.normal(), [2, 0]).shape).toEqual([2, 0]);
  expect(draws(init.deltaOrthogonal(), [3, 0, 2]).shape).toEqual([3, 0, 2]);
});

test.each<[string, () => unknown, string]>([
  [
    "a vector",
    () => draws(init.heNormal(), [3]),
    "nn.initializers.heNormal: the shape has no inputs and outputs. Expected at least two axes, none of size 0; received f32[3].",
  ],
  ["no inputs", () => draws(init.glorotUniform(), [0, 3]), "received f32[0,3]"],
  [
    "axes there are not",
    () => draws(init.lecunNormal({ inAxis: 4 }), [2, 3]),
    "lecunNormal: the shape has no inputs",
  ],
  [
    "a mode there is not",
    () => init.varianceScaling({ mode: "fan_in" as "fanIn" }),
    "unknown `mode`. Expected fanIn, fanOut, fanAvg, fanGeoAvg; received fan_in.",
  ],
  [
    "a distribution there is not",
    () => init.varianceScaling({ distribution: "gamma" as "normal" }),
    "unknown `distribution`",
  ],
  ["a scale of 0", () => init.varianceScaling({ scale: 0 }), "`scale` is not positive"],
  ["a constant that is none", () => init.constant(Number.NaN), "`value` is not a finite number"],
  ["whole numbers", () => init.ones(random.key(0), [2], { dtype: "int32" }), "parameters are floats"],
  [
    "a vector to be orthogonal",
    () => draws(init.orthogonal(), [3]),
    "Expected at least two axes; received f32[3].",
  ],
  [
    "more inputs than outputs",
    () => draws(init.deltaOrthogonal(), [3, 4, 2]),
    "in ≤ out; received f32[3,4,2].",
  ],
  ["a diagonal of three axes", () => draws(init.identity(), [2, 2, 2]), "only a matrix has a diagonal"],
  [
    "bounds out of order",
    () => draws(init.truncatedNormal({ lower: 2, upper: 1 }), [2]),
    "the bounds are not in order",
  ],
])("refuses %s", (_, run, message) => {
  expect(run).toThrow(message);
});
