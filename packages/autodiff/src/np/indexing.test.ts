import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import {
  grad,
  IndexOutOfRangeError,
  jit,
  np,
  ops,
  setBackend,
  type Tensor,
  TracedValueError,
  vmap,
} from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const matrix = (): Tensor => np.arange(12).reshape([3, 4]);
const rows = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [8, 9, 10, 11],
];
const floats = (): Tensor => np.array([1, 2, 3], { dtype: "float32" });

describe("a position that can be seen is in range", () => {
  test.each<[string, () => unknown, string]>([
    [
      "a number",
      () => matrix().get(3),
      "get: index out of range. Expected -3…2 on axis 0 of i32[3,4]; received 3.",
    ],
    ["a negative number", () => matrix().get(":", -5), "Expected -4…3 on axis 1 of i32[3,4]; received -5."],
    ["a list", () => matrix().at([0, 3]).get(), "at(…).get: index out of range."],
    ["an element of a tensor", () => matrix().get(np.array([[0], [-4]])), "received -4 in i32[2,1]."],
    ["an update", () => matrix().at(5).set(1), "at(…).set: index out of range."],
    ["an update of a list", () => matrix().at("...", [4]).add(1), "at(…).add: index out of range."],
    ["np.take", () => np.take(matrix(), 3, { axis: 0 }), "np.take: index out of range."],
    [
      "np.takeAlongAxis",
      () => np.takeAlongAxis(floats(), np.array([3])),
      "np.takeAlongAxis: index out of range.",
    ],
    ["an empty axis", () => np.zeros([0]).get(0), "Expected no index: the axis is empty; received 0."],
    ["a number in jit", () => jit((x: Tensor) => x.get(3))(matrix()), "get: index out of range."],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(IndexOutOfRangeError);
    expect(run).toThrow(message);
  });

  test("unless a mode says what else to do", () => {
    expect(values(floats().at(7).get({ mode: "clip" }))).toBe(3);
    expect(values(floats().at([0, 7]).get({ mode: "fill" }))).toEqual([1, Number.NaN]);
    expect(values(floats().at([0, 7]).get({ fillValue: 9 }))).toEqual([1, 9]);
    expect(values(floats().at([0, 7]).set(5, { mode: "drop" }))).toEqual([5, 2, 3]);
    expect(values(floats().at([7]).set(5, { mode: "clip" }))).toEqual([1, 2, 5]);
  });

  test("an unseen one is clipped when read, dropped in an update, filled by take, as in JAX", () => {
    const i = np.array([0, 7]);
    expect(values(jit((x: Tensor, at: Tensor) => x.get(at))(floats(), i))).toEqual([1, 3]);
    expect(values(jit((x: Tensor, at: Tensor) => x.at(at).add(1))(floats(), i))).toEqual([2, 2, 3]);
    expect(values(jit((x: Tensor, at: Tensor) => np.take(x, at))(floats(), i))).toEqual([1, Number.NaN]);
    const along = jit((x: Tensor, at: Tensor) => np.takeAlongAxis(x, at));
    expect(values(along(floats(), i))).toEqual([1, Number.NaN]);
    expect(values(along(floats().astype("int32"), i))).toEqual([1, -(2 ** 31)]);
  });
});

describe("notation", () => {
  test.each<[string, (x: Tensor) => Tensor, unknown]>([
    ["a scalar", (x) => x.get(1, 2), 6],
    ["everything", (x) => x.get("..."), rows],
    ["nothing at all", (x) => x.get(), rows],
    ["blanks", (x) => x.get(0, " 1 : 3 "), [1, 2]],
    ["a slice without elements", (x) => x.get("2:1", 0), []],
    ["backwards over the end", (x) => x.get(0, np.slice(9, null, -2)), [3, 1]],
    ["an empty list", (x) => x.get([]), []],
    ["uint8 positions", (x) => x.get(np.array(Uint8Array.of(2)), 0), [8]],
    ["uint32 positions", (x) => x.get(np.array(Uint32Array.of(2)), 0), [8]],
    ["a mask", (x) => x.get(x.greater(9)), [10, 11]],
    ["a mask with nothing true", (x) => x.get(x.greater(99)), []],
    ["a mask on one axis", (x) => x.get(":", [true, false, false, true]).get(0), [0, 3]],
  ])("%s", (_name, read, expected) => {
    expect(values(read(matrix()))).toEqual(expected);
  });

  test.each<[string, () => unknown, string]>([
    [
      "too many",
      () => matrix().get(0, 0, 0),
      "get: more indices than axes. Expected at most 2 for i32[3,4]; received 3.",
    ],
    ["two ellipses", () => matrix().get("...", "..."), 'get: more than one "...".'],
    ["a fraction", () => matrix().get(0.5), "get: an index is not a whole number."],
    ["a tensor of floats", () => matrix().get(floats()), "get: the indices are not whole numbers."],
    [
      "a text",
      () => matrix().get("a:b"),
      'index: the text is no slice. Expected "start:stop", "start:stop:step"',
    ],
    ["a step of zero", () => matrix().get("::0"), "np.slice: the step is zero."],
    ["a slice between two", () => np.slice(0.5), "np.slice: a bound is not a whole number."],
    ["a mask of another size", () => matrix().get([true, false]), "get: the mask does not fit."],
    [
      "positions that do not broadcast",
      () => matrix().get([0, 1], [0, 1, 2]),
      "get: the shapes do not broadcast.",
    ],
    ["undefined", () => matrix().get(undefined as unknown as number), "get: no such index."],
    [
      "values that do not fit",
      () =>
        matrix()
          .at(0)
          .set(np.zeros([3], { dtype: "int32" })),
      "np.broadcastTo:",
    ],
    [
      "floats into integers",
      () => matrix().at(0).set(floats().get(0)),
      "at(…).set: the values would change in the dtype of the tensor. Expected int32; received f32[].",
    ],
    ["half a number into integers", () => matrix().at(0).add(0.5), "the number does not fit its dtype"],
  ])("an error for %s", (_name, run, message) => {
    expect(run).toThrow(message);
  });
});

describe("masks", () => {
  test("one value where a mask is true", () => {
    const x = matrix();
    expect(values(x.at(x.greater(5)).set(0).sum())).toBe(15);
    expect(
      values(
        x
          .at(np.array([true, false, true]))
          .add(1)
          .sum(),
      ),
    ).toBe(74);
    expect(values(jit((y: Tensor) => y.at(y.less(6)).mul(-1).sum())(x))).toBe(36);
  });

  test("several values, one for each", () => {
    const x = floats();
    expect(values(x.at([true, false, true]).set(np.array([8, 9])))).toEqual([8, 2, 9]);
  });

  test("of unknown length in a trace", () => {
    expect(() => jit((x: Tensor) => x.get(x.greater(1)))(floats())).toThrow(TracedValueError);
    expect(() => jit((x: Tensor) => x.get(x.greater(1)))(floats())).toThrow("np.where(mask, x, y)");
  });

  test("have gradients", () => {
    const f = (x: Tensor): Tensor => x.get(x.greater(1.5)).square().sum();
    expect(values(grad(f)(floats()))).toEqual([0, 4, 6]);
  });
});

describe("transformations", () => {
  test("of an embedding", () => {
    const table = np.array(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      { dtype: "float32" },
    );
    const loss = (t: Tensor, ids: Tensor): Tensor => np.take(t, ids, { axis: 0 }).square().sum();
    const ids = np.array([2, 0, 2]);
    const expected = [
      [2, 4],
      [0, 0],
      [20, 24],
    ];
    expect(values(grad(loss)(table, ids))).toEqual(expected);
    expect(values(jit(grad(loss))(table, ids))).toEqual(expected);
    const perId = vmap(loss, { inAxes: [null, 0] })(table, ids);
    expect(values(perId)).toEqual([61, 5, 61]);
  });

  test("a product over repeated positions with zeros among the updates", () => {
    const f = (u: Tensor): Tensor => floats().at([0, 0, 1, 2]).mul(u).sum();
    const u = np.array([0, 3, 0, 2], { dtype: "float32" });
    expect(values(grad(f)(u))).toEqual([3, 0, 2, 3]);
  });

  test("traced positions with vmap: one for each example", () => {
    const x = matrix();
    expect(values(vmap((row: Tensor, i: Tensor) => row.get(i))(x, np.array([3, 0, -1])))).toEqual([3, 4, 11]);
    const set = vmap((row: Tensor, i: Tensor) => row.at(i).set(0));
    expect(values(set(x, np.array([3, 0, -1])).sum({ axis: 1 }))).toEqual([3, 18, 27]);
  });
});

describe("arguments", () => {
  test.each<[string, () => unknown, string]>([
    ["np.take of nothing", () => np.take(np.zeros([0]), [0]), "np.take: there is nothing to take from."],
    ["np.take at floats", () => np.take(floats(), [0.5]), "np.take: the indices are not whole numbers."],
    [
      "np.takeAlongAxis without the axis",
      () => np.takeAlongAxis(matrix(), np.array([0])),
      "np.takeAlongAxis: the indices have another number of axes. Expected 2 axes, as i32[3,4] has; received i32[1]. Reductions keep their axis with { keepdims: true }.",
    ],
    [
      "np.putAlongAxis of floats into integers",
      () => np.putAlongAxis(matrix(), np.zeros([3, 1], { dtype: "int32" }), floats().sum()),
      "np.putAlongAxis: the values would change in the dtype of the tensor.",
    ],
    [
      "a fill value that does not fit",
      () => matrix().at([7]).get({ fillValue: 0.5 }),
      "gather: the number does not fit its dtype. Expected a whole number in the range of int32; received 0.5.",
    ],
    ["np.repeat", () => np.repeat(floats(), [1, 2]), "np.repeat: the list of repeats does not fit."],
    [
      "np.repeat less than nothing",
      () => np.repeat(floats(), -1),
      "np.repeat: the number of repeats is not a count.",
    ],
    ["np.tile", () => np.tile(floats(), [0.5]), "np.tile: the number of repetitions is not a count."],
    ["np.roll", () => np.roll(matrix(), [1], { axis: [0, 1] }), "np.roll: the shifts do not fit."],
    ["np.rot90", () => np.rot90(matrix(), 1, { axes: [1, -1] }), "np.rot90: the axes are one."],
    ["np.split", () => np.split(floats(), 2), "np.split: the parts would differ in size."],
    ["np.arraySplit", () => np.arraySplit(floats(), 0), "np.arraySplit: not a number of parts."],
    ["np.tril", () => np.tril(floats()), "np.tril: no matrix."],
    ["np.diag", () => np.diag(np.zeros([1, 1, 1])), "np.diag: neither a vector nor a matrix."],
    ["np.diagonal", () => np.diagonal(matrix(), { axis1: 1 }), "np.diagonal: the axes are one."],
    ["np.meshgrid", () => np.meshgrid([matrix()]), "np.meshgrid: a coordinate is no vector."],
    [
      "ops.segmentSum",
      () => ops.segmentSum(matrix(), [0, 1]),
      "ops.segmentSum: the segment ids do not fit the data. Expected one id for each row of i32[3,4]; received i32[2].",
    ],
    [
      "ops.segmentSum of traced ids",
      () => jit((ids: Tensor) => ops.segmentSum(floats(), ids))(np.array([0, 1, 0])),
      "ops.segmentSum: the number of segments is not known.",
    ],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(message);
  });

  test("shapes without elements", () => {
    expect(np.tile(np.zeros([0, 2]), [2, 2]).shape).toEqual([0, 4]);
    expect(np.repeat(np.zeros([2, 0]), 3, { axis: 0 }).shape).toEqual([6, 0]);
    expect(np.roll(np.zeros([0]), 1).shape).toEqual([0]);
    expect(np.diag(np.zeros([0]), 1).shape).toEqual([1, 1]);
    expect(np.diagonal(np.zeros([2, 2]), { offset: 5 }).shape).toEqual([0]);
    expect(np.indices([]).shape).toEqual([0]);
    expect(np.take(np.zeros([3, 0]), [1], { axis: 0 }).shape).toEqual([1, 0]);
    expect(np.arraySplit(np.arange(2), 3).map(({ size }) => size)).toEqual([1, 1, 0]);
  });

  test("segments without rows", () => {
    expect(values(ops.segmentMax(floats(), [0, 2, 0]))).toEqual([3, -Infinity, 2]);
    expect(values(ops.segmentMin(np.array([4, 5]), [0, 2]))).toEqual([4, 2 ** 31 - 1, 5]);
  });
});
