import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, jvp, lax, nn, np, setBackend, type Tensor, vjp, vmap } from "../index.ts";
import { expectClose, values } from "../tensor/close.test-support.ts";

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test("any number of batch axes, and promotion", () => {
    const kernel = np.ones([2, 1, 3]);
    expect(nn.conv(np.ones([5, 1]), kernel).shape).toEqual([5, 3]);
    expect(nn.conv(np.ones([2, 4, 5, 1]), kernel, { padding: "VALID" }).shape).toEqual([2, 4, 4, 3]);
    expect(nn.conv(np.ones([1, 5, 1], { dtype: "int32" }), kernel).dtype).toBe("float32");
    expect(nn.maxPool(np.arange(4).reshape([4, 1]), { windowShape: [2] }).shape).toEqual([3, 1]);
    expect(values(nn.minPool(np.arange(4).reshape([4, 1]), { windowShape: [4] }))).toEqual([[0]]);
    expect(nn.avgPool(np.arange(4).reshape([4, 1]), { windowShape: [2] }).dtype).toBe("float32");
  });

  test("one window for each example", () => {
    const x = np.arange(24).reshape([3, 4, 2]).astype("float32");
    const w = np.arange(36).reshape([3, 2, 2, 3]).astype("float32");
    const each = (a: Tensor, b: Tensor): Tensor => nn.conv(a, b);
    const perExample = vmap(
      grad((b: Tensor, a: Tensor) => each(a, b).sum()),
      { inAxes: [0, 0] },
    )(w, x);
    for (const i of [0, 1, 2]) {
      const one = grad((b: Tensor) => each(lax.slice(x, [i, 0, 0], [i + 1, 4, 2]).reshape([4, 2]), b).sum());
      const given = lax.slice(perExample, [i, 0, 0, 0], [i + 1, 2, 2, 3]);
      expectClose(
        given.dataSync(),
        one(lax.slice(w, [i, 0, 0, 0], [i + 1, 2, 2, 3]).reshape([2, 2, 3])).dataSync(),
      );
    }
    expect(vmap(each, { inAxes: [0, null] })(np.ones([0, 4, 2]), np.ones([2, 2, 3])).shape).toEqual([
      0, 4, 3,
    ]);
  });

  test("the gradient of a maximum goes to the first of equals, as in JAX", () => {
    const pool = (x: Tensor): Tensor =>
      lax.reduceWindow(x, -Infinity, lax.max, { windowDimensions: [3], padding: "SAME" });
    const [NAN, INF] = [Number.NaN, Infinity];
    const x = np.array([1, NAN, 3, 2, -INF, -INF, 5, 5, INF, INF, NAN, NAN, -INF, NAN, 4, -INF]);
    const [y, pullback] = vjp(jit(pool), x);
    expect(values(y)).toEqual([NAN, NAN, NAN, 3, 2, 5, 5, INF, INF, NAN, NAN, NAN, NAN, NAN, NAN, 4]);
    const [dx] = pullback(np.arange(1, 17).astype("float32"));
    expect(values(dx)).toEqual([0, 1, 9, 5, 0, 0, 13, 0, 17, 0, 10, 11, 12, 13, 45, 0]);
    const [, tangent] = jvp(pool, [x], [np.arange(1, 17).astype("float32")]);
    expect(values(tangent)).toEqual([2, 3, 3, 3, 4, 7, 7, 9, 9, 11, 12, 13, 14, 15, 15, 15]);
  });

  test("a transposed convolution is the gradient of one with the same padding", () => {
    const [x, w] = [np.ones([1, 4, 1]), np.arange(3).reshape([3, 1, 1]).astype("float32")];
    const padding = [[2, 0]] as const;
    const forward = (a: Tensor): Tensor =>
      lax.convGeneralDilated(a, w, { windowStrides: [2], padding, dimensionNumbers: ["NHC", "HIO", "NHC"] });
    const [out, pullback] = vjp(forward, np.zeros([1, 7, 1]));
    expect(out.shape).toEqual(x.shape);
    const options = { strides: [2], padding, transposeKernel: true, useConsistentPadding: true };
    expect(values(lax.convTranspose(x, w, options))).toEqual(values(pullback(x)[0]));
  });

  test("any computation over windows, from any start", () => {
    const x = np.array([1, 5, 2, 4, 3]).astype("float32");
    const product = (start: number) => (a: Tensor) =>
      lax.reduceWindow(a, start, lax.mul, { windowDimensions: [2], windowStrides: [2], padding: "SAME" });
    expect(values(product(1)(x))).toEqual([5, 8, 3]);
    // Padding counts as the initial value, too.
    expect(values(jit(product(2))(x))).toEqual([10, 16, 12]);
    expect(values(grad((a: Tensor) => product(1)(a).sum())(x))).toEqual([5, 1, 4, 2, 1]);
    const highest = lax.reduceWindow(x, 3, lax.max, { windowDimensions: [1] });
    expect(values(highest)).toEqual([3, 5, 3, 4, 3]);
  });
});

describe("says what does not fit", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));
  const x = (): Tensor => np.ones([2, 5, 5, 3]);

  test("shapes", () => {
    expect(() => nn.conv(x(), np.ones([3, 3, 4, 8]))).toThrow(
      "convGeneralDilated: input features differ. Expected 3 input features in rhs, as lhs has; received 4 in f32[3,3,4,8] for f32[2,5,5,3]. dimensionNumbers say that the features are axis 3 of lhs and axis 2 of rhs.",
    );
    expect(() => nn.conv(x(), np.ones([3, 3, 8, 3]))).toThrow(
      "Are the input and output features of rhs exchanged in dimensionNumbers?",
    );
    expect(() => nn.conv(np.ones([3]), np.ones([3, 3, 1, 1]))).toThrow(
      "nn.conv: the ranks do not fit. Expected x[...batch, ...spatial, in] and kernel[...window, in, out] with as many axes in window as in spatial; received f32[3] and f32[3,3,1,1].",
    );
    expect(() => nn.conv(x(), np.ones([3, 3, 1, 4]), { featureGroupCount: 3 })).toThrow(
      "convGeneralDilated: the groups do not divide the output features of rhs. Expected a multiple of 3; received 4 in f32[3,3,1,4].",
    );
    expect(() => lax.conv(x(), np.ones([3, 3]), { windowStrides: [], padding: "VALID" })).toThrow(
      "convGeneralDilated: the operands do not fit. Expected lhs and rhs of one rank",
    );
    expect(() => nn.maxPool(np.ones([5]), { windowShape: [2] })).toThrow(
      "nn.maxPool: the window has too many axes. Expected [...batch, ...spatial, features] with 1 spatial axes, and as many strides; received windowShape [2] and strides [1] for f32[5].",
    );
    expect(() => lax.reduceWindow(x(), np.zeros([1]), lax.add, { windowDimensions: [1, 1, 1, 1] })).toThrow(
      "lax.reduceWindow: the initial value does not fit. Expected f32[]; received f32[1].",
    );
    expect(() =>
      lax.selectAndScatterAdd(np.ones([2]), np.ones([4]), {
        windowDimensions: [2],
        windowStrides: [1],
        padding: [[0, 0]],
        baseDilation: [1],
        windowDilation: [1],
        select: "ge",
      }),
    ).toThrow(
      "selectAndScatterAdd: the operands do not fit. Expected f32[3] and f32[4]; received f32[2] and f32[4].",
    );
  });

  test("options", () => {
    const w = np.ones([3, 3, 3, 4]);
    expect(() => nn.conv(x(), w, { strides: [2] })).toThrow(
      "convGeneralDilated: windowStrides does not fit. Expected 2 whole numbers ≥ 1; received [2] for f32[2,5,5,3].",
    );
    expect(() => nn.conv(x(), w, { strides: 0 })).toThrow("convGeneralDilated: windowStrides does not fit.");
    expect(() => nn.conv(x(), w, { padding: "same" as "SAME" })).toThrow(
      'lax.convGeneralDilated: no such padding. Expected "VALID", "SAME", "SAME_LOWER" or pairs [low, high]; received "same". Write "SAME".',
    );
    expect(() => nn.conv(x(), w, { padding: 1 as unknown as "SAME" })).toThrow(
      "convGeneralDilated: the padding does not fit. Expected 2 pairs [low, high]; received 1 for f32[2,5,5,3].",
    );
    expect(() =>
      nn.conv(x(), w, {
        padding: [
          [-3, -3],
          [0, 0],
        ],
      }),
    ).toThrow(
      "convGeneralDilated: the padding crops more than there is. Expected sizes ≥ 0 left of [5,5]; received [[-3,-3],[0,0]] for f32[2,5,5,3].",
    );
    expect(() => nn.conv(x(), w, { inputDilation: 2 })).toThrow(
      'lax.convGeneralDilated: padding "SAME" of a dilated lhs has no meaning. Expected pairs [low, high]; received lhsDilation [2,2].',
    );
    expect(() => nn.conv(x(), w, { featureGroupCount: 0 })).toThrow(
      "convGeneralDilated: featureGroupCount is not a count. Expected a whole number ≥ 1; received 0.",
    );
    const named =
      (lhs: string, rhs: string): (() => Tensor) =>
      () =>
        lax.convGeneralDilated(x(), w, {
          windowStrides: [1, 1],
          padding: "SAME",
          dimensionNumbers: [lhs, rhs, "NHWC"],
        });
    expect(named("NHWX", "HWIO")).toThrow(
      'lax.convGeneralDilated: a layout does not fit. Expected 4 different letters, N and C among them; received "NHWX".',
    );
    expect(named("NHWC", "HXIO")).toThrow(
      'lax.convGeneralDilated: the layouts differ in their spatial axes. Expected H, X in each of them; received ["NHWC","HXIO","NHWC"].',
    );
    expect(() => nn.maxPool(x(), { windowShape: [2, 2], strides: [2] })).toThrow(
      "nn.maxPool: windowShape and strides differ in length.",
    );
    expect(() => nn.avgPool(x(), { windowShape: [0, 2] })).toThrow(
      "reduceWindowSum: windowDimensions does not fit. Expected 4 whole numbers ≥ 1; received [1,0,2,1]",
    );
  });
});
