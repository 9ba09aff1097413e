import { grad, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import * as losses from "./losses.ts";
import type { Loss } from "./loss.ts";
import { snakeCase } from "./snake-case.ts";

beforeAll(() => setBackend(reference()));

type Formula = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** Every loss as a class and as a function, by the number of axes that its targets have at least. */
const ofNumbers: readonly (readonly [name: string, make: () => Loss<Tensor>, formula: Formula])[] = [
  ["BinaryCrossentropy", () => new losses.BinaryCrossentropy(), losses.binaryCrossentropy],
  ["BinaryFocalCrossentropy", () => new losses.BinaryFocalCrossentropy(), losses.binaryFocalCrossentropy],
  ["Hinge", () => new losses.Hinge(), losses.hinge],
  ["Huber", () => new losses.Huber(), losses.huber],
  ["LogCosh", () => new losses.LogCosh(), losses.logCosh],
  ["MeanAbsoluteError", () => new losses.MeanAbsoluteError(), losses.meanAbsoluteError],
  [
    "MeanAbsolutePercentageError",
    () => new losses.MeanAbsolutePercentageError(),
    losses.meanAbsolutePercentageError,
  ],
  ["MeanSquaredError", () => new losses.MeanSquaredError(), losses.meanSquaredError],
  [
    "MeanSquaredLogarithmicError",
    () => new losses.MeanSquaredLogarithmicError(),
    losses.meanSquaredLogarithmicError,
  ],
  ["Poisson", () => new losses.Poisson(), losses.poisson],
  ["SquaredHinge", () => new losses.SquaredHinge(), losses.squaredHinge],
];
const ofVectors: typeof ofNumbers = [
  ["CategoricalCrossentropy", () => new losses.CategoricalCrossentropy(), losses.categoricalCrossentropy],
  [
    "CategoricalFocalCrossentropy",
    () => new losses.CategoricalFocalCrossentropy(),
    losses.categoricalFocalCrossentropy,
  ],
  ["CategoricalHinge", () => new losses.CategoricalHinge(), losses.categoricalHinge],
  ["CosineSimilarity", () => new losses.CosineSimilarity(), losses.cosineSimilarity],
  ["Dice", () => new losses.Dice(), losses.dice],
  ["KLDivergence", () => new losses.KLDivergence(), losses.klDivergence],
  ["Tversky", () => new losses.Tversky(), losses.tversky],
];

describe.each([...ofNumbers, ...ofVectors])("%s", (name, make, formula) => {
  it("refuses (N,) against (N,1), which Elegy broadcast to (N,N): weakness 8", () => {
    for (const [yTrue, yPred] of [
      [np.zeros([3]), np.zeros([3, 1])],
      [np.zeros([3, 1]), np.zeros([3])],
      [np.zeros([3, 2]), np.zeros([3, 1])],
      [np.zeros([3, 2]), np.zeros([2])],
    ] as const) {
      const message = /targets and predictions differ in shape|no axis beside that of the samples/;
      expect(() => formula(yTrue, yPred)).toThrow(message);
      expect(() => make().call({ yTrue, yPred })).toThrow(message);
    }
  });

  it("is named as the class, and refuses options there are not", () => {
    expect(make().name).toBe(snakeCase(name));
    const classes = losses as unknown as Readonly<Record<string, new (options: object) => Loss>>;
    expect(classes[name]?.name).toBe(name);
    expect(() => new classes[name]!({ delat: 1 })).toThrow(`${name}: there is no option \`delat\`.`);
    expect(() => new classes[name]!({ weight: Infinity })).toThrow("`weight` is not a finite number");
  });

  it("is 0 of no samples", async () => {
    const empty = np.zeros([0, 2]);
    expect(await make().call({ yTrue: empty, yPred: empty }).item()).toBe(0);
  });
});

it.each(ofVectors)("%s refuses numbers for vectors", (_, make) => {
  expect(() => make().call({ yTrue: np.zeros([3]), yPred: np.zeros([3]) })).toThrow(
    "there is no axis beside that of the samples. Expected yTrue and yPred f32[batch,…,k]; received f32[3].",
  );
});

it.each<[string, () => unknown, string]>([
  ["Huber's delta", () => new losses.Huber({ delta: 0 }), "Huber: `delta` is not a finite number > 0."],
  ["gamma", () => new losses.BinaryFocalCrossentropy({ gamma: -1 }), "`gamma` is not a finite number ≥ 0"],
  ["alpha", () => new losses.BinaryFocalCrossentropy({ alpha: 2 }), "`alpha` is not a number in [0, 1]"],
  ["alpha", () => new losses.CategoricalFocalCrossentropy({ alpha: NaN }), "`alpha` is not a finite number"],
  ["beta", () => new losses.Tversky({ beta: -1 }), "`beta` is not a finite number ≥ 0"],
  [
    "smoothing",
    () => new losses.BinaryCrossentropy({ labelSmoothing: 2 }),
    "`labelSmoothing` is not a number in",
  ],
  ["smoothing", () => new losses.CategoricalCrossentropy({ labelSmoothing: -1 }), "`labelSmoothing`"],
  ["ignoreClass", () => new losses.SparseCategoricalCrossentropy({ ignoreClass: NaN }), "`ignoreClass`"],
  ["the cosine of numbers", () => losses.cosineSimilarity(np.zeros([]), np.zeros([])), "no direction"],
  [
    "classes of a number",
    () => losses.klDivergence(np.zeros([]), np.zeros([])),
    "there is no axis of classes",
  ],
])("refuses %s", (_, run, message) => {
  expect(run).toThrow(message);
});

it.each([
  ["MLP", "mlp"],
  ["GlobalL1L2", "global_l1_l2"],
  ["Conv2D", "conv2_d"],
  ["ResNet18", "res_net18"],
  ["F1", "f1"],
  ["KLDivergence", "kl_divergence"],
])("calls %s %s, as Elegy does", (name, snake) => {
  expect(snakeCase(name)).toBe(snake);
});

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (_, backend) => {
  beforeAll(() => setBackend(backend()));

  // What is right costs nothing, what is wrong as much as the logit says: nothing overflows.
  it.each<[string, Formula, yTrue: number[][], yPred: number[][], values: number[]]>([
    [
      "BinaryCrossentropy",
      (y, p) => losses.binaryCrossentropy(y, p, { fromLogits: true }),
      [[1], [0], [1], [0]],
      [[3e4], [-3e4], [-3e4], [3e4]],
      [0, 0, 3e4, 3e4],
    ],
    [
      "CategoricalCrossentropy",
      (y, p) => losses.categoricalCrossentropy(y, p, { fromLogits: true }),
      [
        [1, 0],
        [0, 1],
      ],
      [
        [3e4, -3e4],
        [3e4, -3e4],
      ],
      [0, 6e4],
    ],
    [
      "BinaryFocalCrossentropy",
      (y, p) => losses.binaryFocalCrossentropy(y, p, { fromLogits: true, gamma: 0.5 }),
      [[1], [0]],
      [[-3e4], [3e4]],
      [3e4, 3e4],
    ],
    [
      "CategoricalFocalCrossentropy",
      (y, p) => losses.categoricalFocalCrossentropy(y, p, { fromLogits: true, alpha: 1, gamma: 0 }),
      [
        [1, 0],
        [0, 1],
      ],
      [
        [3e4, -3e4],
        [3e4, -3e4],
      ],
      [0, 6e4],
    ],
    // −ln 10⁻⁷, and of 1 − 10⁻⁷ rounded to float32.
    [
      "BinaryCrossentropy of 0 and 1",
      losses.binaryCrossentropy,
      [[1], [1]],
      [[0], [1]],
      [16.118096, 1.192093e-7],
    ],
    [
      "CategoricalCrossentropy of 0 and 1",
      losses.categoricalCrossentropy,
      [
        [0, 1],
        [1, 0],
      ],
      [
        [1, 0],
        [1, 0],
      ],
      [16.118096, 0],
    ],
    ["KLDivergence of 0", losses.klDivergence, [[1, 0]], [[0, 1]], [16.118096 - 1e-7 * 16.118096]],
    ["LogCosh far off", losses.logCosh, [[0], [0]], [[1e4], [-1e4]], [1e4 - Math.LN2, 1e4 - Math.LN2]],
    ["CosineSimilarity of zeros", losses.cosineSimilarity, [[0, 0]], [[0, 0]], [0]],
    ["Dice of empty masks", losses.dice, [[0, 0]], [[0, 0]], [1]],
  ])("%s neither overflows nor is NaN", async (_name, formula, yTrue, yPred, values) => {
    const [y, p] = [np.array(yTrue, { dtype: "float32" }), np.array(yPred, { dtype: "float32" })];
    const received = (await formula(y, p).array()) as number[];
    received.forEach((value, i) => {
      expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(1e-6 * Math.abs(values[i]!) + 1e-9);
    });
    const slopes = await grad((z: Tensor) => formula(y, z).sum())(p).data();
    expect(Array.from(slopes).every(Number.isFinite)).toBe(true);
  });
});

it.each<[string, () => Loss, yTrue: number[] | number[][], classes: number, expected: number[]]>([
  // Weights 2 for class 0 and 5 for class 1.
  ["numbers", () => new losses.BinaryCrossentropy({ reduction: "none" }), [0, 1, 0.5], 0, [2, 5, 3.5]],
  ["a column", () => new losses.BinaryCrossentropy({ reduction: "none" }), [[0], [1]], 1, [2, 5]],
  [
    "rows",
    () => new losses.CategoricalCrossentropy({ reduction: "none" }),
    [
      [0, 1],
      [1, 0],
    ],
    2,
    [5, 2],
  ],
])(
  "weighs the classes of %s, which no loss of Elegy did: weakness 2",
  async (_, make, yTrue, classes, expected) => {
    const yPred = np.full(classes === 0 ? [yTrue.length] : [yTrue.length, classes], 0.5);
    const loss = make().call({ yTrue: np.array(yTrue), yPred, classWeight: np.array([2, 5]) });
    const values = (await (loss as Tensor).array()) as number[];
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]! * Math.LN2, 5));
  },
);

it("weighs the classes of a hinge, whichever way they are written", async () => {
  const hinge = new losses.Hinge({ reduction: "none" });
  for (const yTrue of [np.array([-1, 1]), np.array([0, 1]), np.array([-1, 1], { dtype: "float32" })]) {
    const values = hinge.call({ yTrue, yPred: np.zeros([2]), classWeight: np.array([2, 5]) });
    expect(await values.array()).toEqual([2, 5]);
  }
});

it("counts a row that names no class once", async () => {
  const loss = new losses.BinaryCrossentropy({ reduction: "none" });
  const inputs = { yTrue: np.zeros([1, 3]), yPred: np.full([1, 3], 0.5), classWeight: np.array([2, 5, 7]) };
  expect(await loss.call(inputs).array()).toEqual([expect.closeTo(Math.LN2, 6)]);
});
