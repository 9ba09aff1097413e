import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const x = (): Tensor =>
  np.array(
    [
      [1, 5, 3],
      [4, 2, 6],
    ],
    { dtype: "float32" },
  );

describe("axes", () => {
  test.each<[string, () => Tensor, unknown]>([
    ["all", () => x().sum(), 21],
    ["the first", () => x().sum({ axis: 0 }), [5, 7, 9]],
    ["the last, from the end", () => x().sum({ axis: -1 }), [9, 12]],
    ["both", () => x().sum({ axis: [-1, 0] }), 21],
    [
      "none",
      () => x().sum({ axis: [] }),
      [
        [1, 5, 3],
        [4, 2, 6],
      ],
    ],
    ["kept", () => x().sum({ axis: 1, keepdims: true }), [[9], [12]]],
    ["all kept", () => x().mean({ keepdims: true }), [[3.5]]],
    ["argmax of all", () => x().argmax(), 5],
    ["argmax along an axis", () => x().argmax({ axis: -1 }), [1, 2]],
    ["argmin kept", () => x().argmin({ axis: 0, keepdims: true }), [[0, 1, 0]]],
    ["argmax of all, kept", () => x().argmax({ keepdims: true }), [[5]]],
    ["a number", () => np.sum(3), 3],
    ["a product", () => x().prod({ axis: 0 }), [4, 10, 18]],
    [
      "a running sum",
      () => x().cumsum({ axis: -1 }),
      [
        [1, 6, 9],
        [4, 6, 12],
      ],
    ],
    ["a running sum of all", () => x().cumsum(), [1, 6, 9, 13, 15, 21]],
    [
      "a running product",
      () => x().cumprod({ axis: 0 }),
      [
        [1, 5, 3],
        [4, 10, 18],
      ],
    ],
    ["the range", () => x().ptp({ axis: 1 }), [4, 4]],
    [
      "how many are not zero",
      () =>
        np.countNonzero(
          np.array([
            [0, 2],
            [3, 4],
          ]),
          { axis: 0 },
        ),
      [1, 2],
    ],
    ["the largest of nothing, from a number", () => np.max(np.ones([2, 0]), { axis: 1, initial: 4 }), [4, 4]],
    ["a weighted mean", () => np.average(x(), { axis: 0, weights: np.array([3, 1]) }), [1.75, 4.25, 3.75]],
    ["weights of every element", () => np.average(x(), { weights: x() }), Math.fround(91 / 21)],
    ["a variance of a sample", () => x().variance({ axis: 1, ddof: 1 }), [4, 4]],
    [
      "NaN left out",
      () =>
        np.nanmean(
          np.array([
            [1, NaN, 3],
            [NaN, NaN, 5],
          ]),
          { axis: 1 },
        ),
      [2, 5],
    ],
    [
      "the largest that is not NaN",
      () =>
        np.nanmax(
          np.array([
            [1, NaN],
            [NaN, NaN],
          ]),
          { axis: 1 },
        ),
      [1, NaN],
    ],
  ])("%s", (_name, reduce, expected) => {
    expect(values(reduce())).toEqual(expected);
  });

  test.each<[string, () => Tensor, string]>([
    [
      "out of range",
      () => x().sum({ axis: 2 }),
      "np.sum: axis out of range. Expected an axis of -2…1; received 2 for f32[2,3].",
    ],
    [
      "running along no axis",
      () => x().cumsum({ axis: 2 }),
      "np.cumsum: axis out of range. Expected an axis of -2…1; received 2 for f32[2,3].",
    ],
    [
      "weights that do not fit",
      () => np.average(x(), { axis: 1, weights: np.array([1, 2]) }),
      "np.average: the weights do not fit. Expected [2,3] or [3]; received i32[2].",
    ],
    [
      "weights without an axis",
      () => np.average(x(), { weights: np.array([1, 2, 3]) }),
      "np.average: the weights do not fit. Expected [2,3]; received i32[3]. Name the axis the weights belong to.",
    ],
    [
      "the largest of some, without a number to start from",
      () => x().max({ where: true }),
      "np.max: of no elements there is no result. Expected initial together with where; received where alone. Give a number that no element passes: { where, initial: -Infinity }.",
    ],
    [
      "a mask that does not fit",
      () => x().sum({ where: np.array([true, false]) }),
      "np.sum: the shapes do not broadcast.",
    ],
    [
      "a mask larger than the operand",
      () => np.ones([3]).sum({ where: np.ones([2, 3]) }),
      "np.sum: where is larger than the operand. Expected what broadcasts to [3]; received bool[2,3].",
    ],
    [
      "of nothing",
      () => np.ptp(np.ones([2, 0]), { axis: 1 }),
      "np.ptp: no element to choose from. Expected at least one element along axis 1; received f32[2,0].",
    ],
    ["no whole number", () => x().max({ axis: 0.5 }), "np.max: axis out of range."],
    [
      "named twice",
      () => x().mean({ axis: [1, -1] }),
      "np.mean: an axis is named twice. Expected distinct axes; received [1,-1].",
    ],
    [
      "of a scalar",
      () => np.array(1).argmax({ axis: 0 }),
      "np.argmax: axis out of range. Expected no axis: the tensor is a scalar; received 0 for i32[].",
    ],
  ])("%s is an error", (_name, reduce, message) => {
    expect(reduce).toThrow(message);
  });
});

test("an axis without its name is not overlooked", () => {
  const sum = np.sum as (x: Tensor, axis: unknown) => Tensor;
  expect(() => sum(x(), 0)).toThrow(
    "np.sum: the options are not an object. Expected { axis, keepdims, where, initial }; received 0. Name the axis: { axis: 0 }.",
  );
  expect(() => (np.argmax as typeof sum)(x(), [1])).toThrow("Name the axis: { axis: [1] }.");
});

describe("of nothing", () => {
  const none = (): Tensor => np.zeros([0, 3]);

  test("sums, means, truth", () => {
    expect(values(none().sum({ axis: 0 }))).toEqual([0, 0, 0]);
    expect(values(none().sum({ axis: 1 }))).toEqual([]);
    expect(values(none().mean())).toBeNaN();
    expect([values(none().any()), values(none().all())]).toEqual([false, true]);
  });

  test("the largest and smallest are errors, but not of no rows", () => {
    expect(() => none().max()).toThrow(
      "np.max: no element to choose from. Expected at least one element along axis 0; received f32[0,3].",
    );
    expect(() => none().min({ axis: 0 })).toThrow("np.min: no element to choose from.");
    expect(() => none().argmax()).toThrow("argmax: no element to choose from.");
    expect(values(none().max({ axis: 1 }))).toEqual([]);
    expect(values(none().argmin({ axis: 1 }))).toEqual([]);
  });
});

test("NaN wins", () => {
  const y = np.array([1, Number.NaN, 3]);
  expect([values(y.max()), values(y.min()), values(y.argmax()), values(y.argmin())]).toEqual([
    Number.NaN,
    Number.NaN,
    1,
    1,
  ]);
  expect([values(y.any()), values(np.isnan(y))]).toEqual([true, [false, true, false]]);
});

test("variance and standard deviation", () => {
  expect(values(np.variance(x(), { axis: 1 }))).toEqual([expect.closeTo(8 / 3, 5), expect.closeTo(8 / 3, 5)]);
  expect(values(np.std(x(), { axis: 0, keepdims: true }))).toEqual([[1.5, 1.5, 1.5]]);
});

test("ties: the first index, and gradients shared", () => {
  expect(values(np.array([2, 3, 3]).argmax())).toBe(1);
});

test("integers wrap, uint8 and bool are counted", () => {
  expect(values(np.array([2 ** 31 - 1, 1]).sum())).toBe(-(2 ** 31));
  expect(
    values(
      np
        .array([
          [true, false],
          [true, true],
        ])
        .sum({ axis: 0 }),
    ),
  ).toEqual([2, 1]);
  expect(values(np.array([true, false]).max())).toBe(true);
});
