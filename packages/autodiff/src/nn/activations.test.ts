import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, nn, np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const floats = (data: readonly number[]): Tensor => np.array(data, { dtype: "float32" });

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each([
    ["eager", (f: (x: Tensor) => Tensor) => f],
    ["jit", (f: (x: Tensor) => Tensor) => jit(f)],
  ])("nothing overflows: %s", (_mode, mode) => {
    expect(values(mode((x) => nn.softmax(x))(floats([1000, 1000])))).toEqual([0.5, 0.5]);
    expect(values(mode((x) => nn.logSoftmax(x))(floats([1000, -1000])))).toEqual([0, -2000]);
    expect(values(mode((x) => nn.sigmoid(x))(floats([-1000, 0, 1000])))).toEqual([0, 0.5, 1]);
    expect(values(mode(grad((x: Tensor) => nn.sigmoid(x).sum()))(floats([-1000, 0, 1000])))).toEqual([
      0, 0.25, 0,
    ]);
    expect(values(mode(grad((x: Tensor) => nn.logSoftmax(x).max()))(floats([1000, -1000])))).toEqual([0, 0]);
  });

  test("relu of whole numbers; its slope at 0 is 0", () => {
    const x = nn.relu(np.array([-2, 3]));
    expect([x.dtype, values(x)]).toEqual(["int32", [0, 3]]);
    expect(values(grad((y: Tensor) => nn.relu(y).sum())(floats([-1, 0, 1])))).toEqual([0, 0, 1]);
  });

  test("rows without elements have a softmax of zeros and no NaN in gradients", () => {
    const where = np.array([
      [true, false],
      [false, false],
    ]);
    const f = (x: Tensor): Tensor => nn.softmax(x, { where });
    expect(values(f(np.ones([2, 2])))).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(values(grad((x: Tensor) => f(x).sum())(np.ones([2, 2])))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("logsumexp does not overflow, and of nothing is −∞", () => {
    const infinity = Number.POSITIVE_INFINITY;
    expect(values(nn.logsumexp(floats([-1000, -1000])))).toBeCloseTo(-1000 + Math.LN2);
    expect(values(nn.logsumexp(floats([])))).toBe(-infinity);
    expect(values(nn.logsumexp(floats([-infinity, -infinity])))).toBe(-infinity);
    expect(values(nn.logsumexp(floats([infinity, 1])))).toBe(infinity);
    expect(values(nn.logsumexp(floats([0, 1]), { b: np.array([-1, 0]) }))).toBeNaN();
  });

  test("oneHot", () => {
    expect(values(nn.oneHot(np.array([[0], [2]]), 3))).toEqual([[[1, 0, 0]], [[0, 0, 1]]]);
    expect(values(nn.oneHot(np.array([-1, 3]), 3))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(nn.oneHot(np.array([1], { dtype: "uint8" }), 2, { dtype: "bool" }).dtype).toBe("bool");
    expect(nn.oneHot(np.array(1), 4).shape).toEqual([4]);
  });
});

test("says what does not fit", () => {
  setBackend(BACKENDS[0]![1]());
  expect(() => nn.oneHot(np.array([0.5]), 3)).toThrow(
    'nn.oneHot: the indices are not whole numbers. Expected i32, u32 or u8; received f32[1]. Convert them: indices.astype("int32").',
  );
  expect(() => nn.oneHot(np.array([1]), -1)).toThrow("nn.oneHot: numClasses is not a count.");
  expect(() => nn.glu(np.ones([3]))).toThrow(
    "nn.glu: the axis has no halves. Expected an even size along axis 0; received f32[3].",
  );
  expect(() => nn.softmax(np.ones([2]), { axis: 1 })).toThrow("nn.softmax: axis out of range.");
  expect(() => nn.logSoftmax(np.ones([]))).toThrow(
    "nn.logSoftmax: axis out of range. Expected no axis: the tensor is a scalar",
  );
});
