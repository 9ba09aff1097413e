import { grad, jit, nn, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import type { Loss } from "./loss.ts";
import type { LossOptions } from "./loss-of.ts";
import { MeanSquaredError } from "./mean-squared-error.ts";
import type { Reduction } from "./reduction.ts";
import { SparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

const A = [
  [0, 1],
  [0, 0],
];
const P = [
  [0.6, 0.4],
  [0.4, 0.6],
];
const B = [
  [1, 1],
  [1, 0],
];
const Q = [
  [0.05, 0.95, 0],
  [0.1, 0.8, 0.1],
];

interface Row {
  readonly title: string;
  readonly make: (options: LossOptions) => Loss;
  readonly yTrue: number[] | number[][];
  readonly yPred: number[][];
  readonly weights: number[];
  readonly mean: number;
  readonly weighted: number;
  readonly sum: number;
  readonly none: number[];
}

/** Figures of Elegy 0.7.4. */
const rows: readonly Row[] = [
  {
    title: "SparseCategoricalCrossentropy",
    make: (options) => new SparseCategoricalCrossentropy(options),
    yTrue: [1, 2],
    yPred: Q,
    weights: [0.3, 0.7],
    mean: 1.1769392,
    weighted: 0.8135988,
    sum: 2.3538785,
    none: [0.0512933, Math.LN10],
  },
  {
    title: "SparseCategoricalCrossentropy of logits",
    make: (options) => new SparseCategoricalCrossentropy({ ...options, fromLogits: true }),
    yTrue: [1, 2],
    yPred: Q,
    weights: [0.3, 0.7],
    mean: 0.9868951,
    weighted: 0.5740138,
    sum: 1.9737902,
    none: [0.5840635, 1.3897266],
  },
  {
    title: "MeanSquaredError of whole numbers",
    make: (options) => new MeanSquaredError(options),
    yTrue: A,
    yPred: B,
    weights: [0.7, 0.3],
    mean: 0.5,
    weighted: 0.25,
    sum: 1,
    none: [0.5, 0.5],
  },
  {
    title: "MeanSquaredError",
    make: (options) => new MeanSquaredError(options),
    yTrue: A,
    yPred: P,
    weights: [1, 0],
    mean: 0.31,
    weighted: 0.18,
    sum: 0.62,
    none: [0.36, 0.26],
  },
];

const call = (loss: Loss, yTrue: Tensor, yPred: Tensor, sampleWeight: Tensor | null = null): Tensor =>
  loss.call({ yTrue, yPred, sampleWeight });

async function expectClose(received: Tensor, expected: readonly number[]): Promise<void> {
  const values = Array.from(await received.data());
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => {
    const wanted = expected[i] ?? Number.NaN;
    expect(Math.abs(value - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(1e-6 * Math.abs(wanted));
  });
}

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (_, backend) => {
  beforeAll(() => setBackend(backend()));

  describe.each([["eagerly"], ["under jit"]])("%s", (how) => {
    const run = how === "under jit" ? jit(call, { static: [0] }) : call;

    it.each(rows)("$title", async ({ make, mean, weighted, sum, none, ...data }) => {
      const [yTrue, yPred, weights] = [np.array(data.yTrue), np.array(data.yPred), np.array(data.weights)];
      const reduced = (reduction: Reduction): Tensor => run(make({ reduction }), yTrue, yPred);
      await expectClose(run(make({}), yTrue, yPred), [mean]);
      await expectClose(run(make({}), yTrue, yPred, weights), [weighted]);
      await expectClose(run(make({ weight: 2 }), yTrue, yPred), [2 * mean]);
      await expectClose(reduced("sumOverBatchSize"), [mean]);
      await expectClose(reduced("sum"), [sum]);
      await expectClose(reduced("none"), none);
    });

    it.each([[-1], [10]])("makes the loss of label %i NaN, unless told otherwise", async (label) => {
      const labels = np.array([0, 2, label, 9]);
      for (const fromLogits of [false, true]) {
        const none = { fromLogits, reduction: "none" } as const;
        const checked = new SparseCategoricalCrossentropy(none);
        const unchecked = new SparseCategoricalCrossentropy({ ...none, checkBounds: false });
        const values = await run(checked, labels, np.zeros([4, 10])).array();
        expect((values as number[]).map(Number.isNaN)).toEqual([false, false, true, false]);
        expect((await run(unchecked, labels, np.zeros([4, 10])).array()) as number[]).not.toContain(
          Number.NaN,
        );
      }
    });
  });

  it("takes uint8 labels of images", async () => {
    const labels = np.zeros([2, 16, 16], { dtype: "uint8" });
    const loss = new SparseCategoricalCrossentropy({ fromLogits: true, reduction: "none" });
    const values = call(loss, labels, np.zeros([2, 16, 16, 300]), np.array([1, 0]));
    expect(values.shape).toEqual([2, 16, 16]);
    expect(await values.mean({ axis: [1, 2] }).array()).toEqual([expect.closeTo(Math.log(300), 5), 0]);
  });

  it("does not look at other classes, even infinite ones", async () => {
    const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
    const logits = np.array([[0, -Infinity]]);
    expect(await call(loss, np.array([0]), logits).item()).toBeCloseTo(0);
  });

  it("has the gradient softmax − one-hot", async () => {
    const loss = new SparseCategoricalCrossentropy({ fromLogits: true, reduction: "sum" });
    const gradient = grad((logits: Tensor) => call(loss, np.array([1, 2]), logits))(np.array(Q));
    const expected = nn.softmax(np.array(Q)).sub(nn.oneHot(np.array([1, 2]), 3));
    const [received, wanted] = await Promise.all([gradient.data(), expected.data()]);
    received.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 6));
  });
});
