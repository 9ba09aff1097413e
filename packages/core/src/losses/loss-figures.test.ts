import { grad, jit, nn, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { expectClose } from "./close.test-support.ts";
import type { Loss } from "./loss.ts";
import type { LossOptions } from "./loss-of.ts";
import * as losses from "./losses.ts";
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

const C = [
  [0, 1, 0],
  [0, 0, 1],
];
const logits = P.map((row) => row.map((p) => Math.log(p / (1 - p))));

interface Row {
  readonly title: string;
  readonly make: (options: LossOptions) => Loss<Tensor>;
  readonly yTrue: number[] | number[][];
  readonly yPred: number[][];
  readonly weights: number[];
  readonly mean: number;
  readonly weighted: number;
  readonly sum: number;
  readonly none: number[];
}

const crossentropy = { weights: [0.3, 0.7], mean: 1.1769392, weighted: 0.8135988, sum: 2.3538785 };
const fromLogits = { weights: [0.3, 0.7], mean: 0.9868951, weighted: 0.5740138, sum: 1.9737902 };
const binary = { weights: [1, 0], mean: 0.8149245, weighted: 0.4581454, sum: 1.629849 };
const halves = {
  yTrue: A,
  yPred: B,
  weights: [0.7, 0.3],
  mean: 0.5,
  weighted: 0.25,
  sum: 1,
  none: [0.5, 0.5],
};

/** Figures of Elegy 0.7.4. */
const rows: readonly Row[] = [
  {
    title: "BinaryCrossentropy",
    make: (options) => new losses.BinaryCrossentropy(options),
    yTrue: A,
    yPred: P,
    ...binary,
    none: [0.9162908, 0.7135582],
  },
  {
    title: "BinaryCrossentropy of logits",
    make: (options) => new losses.BinaryCrossentropy({ ...options, fromLogits: true }),
    yTrue: A,
    yPred: logits,
    ...binary,
    none: [0.9162908, 0.7135582],
  },
  {
    title: "CategoricalCrossentropy",
    make: (options) => new losses.CategoricalCrossentropy(options),
    yTrue: C,
    yPred: Q,
    ...crossentropy,
    none: [0.0512933, Math.LN10],
  },
  {
    title: "CategoricalCrossentropy of logits",
    make: (options) => new losses.CategoricalCrossentropy({ ...options, fromLogits: true }),
    yTrue: C,
    yPred: Q,
    ...fromLogits,
    none: [0.5840635, 1.3897266],
  },
  {
    title: "SparseCategoricalCrossentropy",
    make: (options) => new SparseCategoricalCrossentropy(options),
    yTrue: [1, 2],
    yPred: Q,
    ...crossentropy,
    none: [0.0512933, Math.LN10],
  },
  {
    title: "SparseCategoricalCrossentropy of logits",
    make: (options) => new SparseCategoricalCrossentropy({ ...options, fromLogits: true }),
    yTrue: [1, 2],
    yPred: Q,
    ...fromLogits,
    none: [0.5840635, 1.3897266],
  },
  {
    title: "CosineSimilarity",
    make: (options) => new losses.CosineSimilarity({ ...options, axis: 1 }),
    yTrue: [
      [0, 1],
      [1, 1],
    ],
    yPred: [
      [1, 0],
      [1, 1],
    ],
    weights: [0.8, 0.2],
    mean: -0.49999997,
    weighted: -0.099999994,
    sum: -0.99999994,
    none: [0, -0.99999994],
  },
  {
    title: "Huber",
    make: (options) => new losses.Huber(options),
    yTrue: A,
    yPred: P,
    weights: [0.8, 0.2],
    mean: 0.155,
    weighted: 0.08500001,
    sum: 0.31,
    none: [0.18, 0.13],
  },
  {
    title: "Huber of another delta",
    make: (options) => new losses.Huber({ ...options, delta: 0.5 }),
    yTrue: A,
    yPred: P,
    weights: [0.8, 0.2],
    mean: 0.15125,
    weighted: 0.08275,
    sum: 0.3025,
    none: [0.175, 0.1275],
  },
  {
    title: "MeanAbsoluteError of whole numbers",
    make: (options) => new losses.MeanAbsoluteError(options),
    ...halves,
  },
  {
    title: "MeanAbsoluteError",
    make: (options) => new losses.MeanAbsoluteError(options),
    yTrue: A,
    yPred: P,
    weights: [1, 0],
    mean: 0.55,
    weighted: 0.3,
    sum: 1.1,
    none: [0.6, 0.5],
  },
  {
    title: "MeanSquaredError of whole numbers",
    make: (options) => new losses.MeanSquaredError(options),
    ...halves,
  },
  {
    title: "MeanSquaredError",
    make: (options) => new losses.MeanSquaredError(options),
    yTrue: A,
    yPred: P,
    weights: [1, 0],
    mean: 0.31,
    weighted: 0.18,
    sum: 0.62,
    none: [0.36, 0.26],
  },
  {
    title: "MeanAbsolutePercentageError",
    make: (options) => new losses.MeanAbsolutePercentageError(options),
    yTrue: [
      [1, 1],
      [0.9, 0],
    ],
    yPred: B.map((row) => [...row]),
    weights: [0.1, 0.9],
    mean: 2.7777786,
    weighted: 2.5000007,
    sum: 5.5555573,
    none: [0, 5.5555573],
  },
  {
    title: "MeanSquaredLogarithmicError of whole numbers",
    make: (options) => new losses.MeanSquaredLogarithmicError(options),
    yTrue: A,
    yPred: B,
    weights: [0.7, 0.3],
    mean: 0.24022643,
    weighted: 0.12011322,
    sum: 0.48045287,
    none: [0.24022643, 0.24022643],
  },
  {
    title: "MeanSquaredLogarithmicError",
    make: (options) => new losses.MeanSquaredLogarithmicError(options),
    yTrue: A,
    yPred: P,
    weights: [1, 0],
    mean: 0.1705593,
    weighted: 0.0870301,
    sum: 0.3411186,
    none: [0.1740602, 0.1670584],
  },
];

/** Figures have eight digits. */
const CLOSE = 1e-6;

const call = (loss: Loss<Tensor>, yTrue: Tensor, yPred: Tensor, sampleWeight: Tensor | null = null): Tensor =>
  loss.call({ yTrue, yPred, sampleWeight });

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
      await expectClose(run(make({}), yTrue, yPred), [mean], CLOSE);
      await expectClose(run(make({}), yTrue, yPred, weights), [weighted], CLOSE);
      await expectClose(run(make({ weight: 2 }), yTrue, yPred), [2 * mean], CLOSE);
      await expectClose(reduced("sumOverBatchSize"), [mean], CLOSE);
      await expectClose(reduced("sum"), [sum], CLOSE);
      await expectClose(reduced("none"), none, CLOSE);
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

  it.each([
    [0.1, 0.8047878],
    [0.5, 0.7642413],
    [0.9, 0.7236948],
  ])("smooths binary labels by %f", async (labelSmoothing, mean) => {
    const loss = new losses.BinaryCrossentropy({ labelSmoothing });
    await expectClose(call(loss, np.array(A), np.array(P)), [mean], CLOSE);
  });

  it("smooths one-hot labels", async () => {
    const loss = new losses.CategoricalCrossentropy({ labelSmoothing: 0.1 });
    await expectClose(call(loss, np.array(C), np.array(Q)), [1.4591359], CLOSE);
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
