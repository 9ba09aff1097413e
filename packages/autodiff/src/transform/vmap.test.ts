import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { grad, jit, np, random, setBackend, type Tensor, vmap } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const floats = (data: Parameters<typeof np.array>[0]): Tensor => np.array(data, { dtype: "float32" });
const matrix = (): Tensor =>
  floats([
    [1, 2, 3],
    [4, 5, 6],
  ]);

describe("inAxes", () => {
  test("all arguments along their first axis", () => {
    expect(values(vmap((x: Tensor, y: Tensor) => np.dot(x, y))(matrix(), matrix()))).toEqual([14, 77]);
  });

  test("another axis, from the end too", () => {
    expect(values(vmap((column: Tensor) => column.sum(), { inAxes: 1 })(matrix()))).toEqual([5, 7, 9]);
    expect(values(vmap((column: Tensor) => column.sum(), { inAxes: -1 })(matrix()))).toEqual([5, 7, 9]);
  });

  test("null: the same for all examples", () => {
    const f = vmap((x: Tensor, y: Tensor) => x.mul(y), { inAxes: [null, 0] });
    expect(values(f(floats([1, 10]), floats([2, 3])))).toEqual([
      [2, 20],
      [3, 30],
    ]);
  });

  test("of trees", () => {
    const f = vmap(({ x, y: [y] }: { x: Tensor; y: [Tensor] }) => ({ sum: x.add(y), same: [y] }));
    const { sum, same } = f({ x: floats([1, 2]), y: [floats([10, 20])] });
    expect([values(sum), values(same[0]!)]).toEqual([
      [11, 22],
      [10, 20],
    ]);
  });

  test("a number is not mapped", () => {
    const f = vmap((x: Tensor, k: number) => x.mul(k), { inAxes: [0, null] });
    const result = f(np.array([1, 2]), 3);
    expect([values(result), result.dtype]).toEqual([[3, 6], "int32"]);
  });
});

describe("axes of trees", () => {
  test("each leaf along its own, or none", () => {
    const f = vmap(
      ({ w, b }: { w: Tensor; b: [Tensor, Tensor] }, x: Tensor) => w.mul(x).add(b[0]).add(b[1]),
      {
        inAxes: [{ w: null, b: [0, null] }, 1],
      },
    );
    const result = f({ w: floats([1, 10]), b: [floats([1, 2, 3]), floats(100)] }, matrix());
    expect(values(result)).toEqual([
      [102, 141],
      [104, 152],
      [106, 163],
    ]);
  });

  test("a result for all examples", () => {
    const f = vmap((x: Tensor, k: Tensor) => ({ x: x.mul(k), k, y: [x] }), {
      inAxes: [0, null],
      outAxes: { x: 1, k: null, y: 0 },
    });
    const { x, k, y } = jit(f)(matrix(), floats(2));
    expect([x.shape, k.shape, y[0]!.shape]).toEqual([[3, 2], [], [2, 3]]);
  });
});

describe("outAxes", () => {
  test.each([
    [
      1,
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
    [
      -1,
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
    [
      0,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
  ])("%d", (outAxes, expected) => {
    expect(values(vmap((row: Tensor) => row, { outAxes })(matrix()))).toEqual(expected);
  });

  test("a result that is the same for all is repeated", () => {
    expect(values(vmap((x: Tensor) => floats([6 + x.ndim]), { outAxes: 1 })(matrix()))).toEqual([[7, 7]]);
  });
});

describe("nested", () => {
  test("the outer product", () => {
    const outer = vmap(
      vmap((x: Tensor, y: Tensor) => x.mul(y), { inAxes: [null, 0] }),
      { inAxes: [0, null] },
    );
    expect(values(outer(floats([1, 2]), floats([10, 20, 30])))).toEqual([
      [10, 20, 30],
      [20, 40, 60],
    ]);
  });

  test("with a tensor of the outer level inside", () => {
    const f = vmap((x: Tensor) => vmap((y: Tensor) => x.add(y))(floats([1, 2])));
    expect(values(f(floats([10, 20])))).toEqual([
      [11, 12],
      [21, 22],
    ]);
  });
});

describe("with gradients", () => {
  const f = (x: Tensor): Tensor => x.pow(3).sum();

  test("vmap of grad: one gradient for each example", () => {
    expect(
      values(
        vmap(grad(f))(
          floats([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [3, 12],
      [27, 48],
    ]);
  });

  test("grad of vmap", () => {
    const total = (w: Tensor): Tensor => vmap((x: Tensor) => np.dot(w, x).square())(matrix()).sum();
    const w = floats([1, 0, -1]);
    // 2·Σ (w·x)·x
    expect(values(grad(total)(w))).toEqual([-20, -28, -36]);
  });

  test("jit inside vmap inside grad", () => {
    const compiled = jit((w: Tensor, x: Tensor) => np.dot(w, x).square());
    const total = (w: Tensor): Tensor => vmap(compiled, { inAxes: [null, 0] })(w, matrix()).sum();
    expect(values(grad(total)(floats([1, 0, -1])))).toEqual([-20, -28, -36]);
    expect(values(jit(grad(total))(floats([1, 0, -1])))).toEqual([-20, -28, -36]);
  });

  test("grad inside vmap inside jit inside grad", () => {
    const slope = jit((xs: Tensor) => vmap(grad(f))(xs).sum());
    // d/dx Σ 3x² = 6x
    expect(values(grad(slope)(floats([[1, 2]])))).toEqual([[6, 12]]);
  });
});

test("random numbers, one key for each example", () => {
  const keys = random.split(random.key(0), 3);
  const mapped = values(vmap((key: Tensor) => random.uniform(key, [2]))(keys));
  const rows = [0, 1, 2].map((i) =>
    values(random.uniform(np.array((values(keys) as number[][])[i]!, { dtype: "uint32" }), [2])),
  );
  expect(mapped).toEqual(rows);
});

test("no examples at all", () => {
  expect(vmap((x: Tensor) => x.sum())(np.zeros([0, 3])).shape).toEqual([0]);
});

describe("says what is wrong", () => {
  const identity = (x: Tensor): Tensor => x;

  test("axes of different sizes", () => {
    expect(() => vmap((x: Tensor, y: Tensor) => x.add(y))(floats([1, 2]), floats([1, 2, 3]))).toThrow(
      "f32[2] along 0 (argument 0) and f32[3] along 0 (argument 1)",
    );
  });

  test("an axis that is not there", () => {
    expect(() => vmap(identity, { inAxes: 1 })(floats([1]))).toThrow(
      "vmap: inAxes names no axis of argument 0. Expected an axis of f32[1]; received 1.",
    );
    expect(() => vmap(identity)(np.array(1.5))).toThrow("received 0");
    expect(() => vmap(identity, { outAxes: 1 })(floats([1]))).toThrow(
      "vmap outAxes: axis out of range. Expected an axis of -1…0; received 1 for f32[1].",
    );
  });

  test("fewer or more axes than arguments", () => {
    expect(() => vmap((x: Tensor, y: Tensor) => x.add(y), { inAxes: [0] })(floats([1]), floats([1]))).toThrow(
      "vmap: inAxes does not fit. Expected a number, null, or a list of 2; received a list of 1.",
    );
  });

  test("axes of another structure than their argument", () => {
    const f = (p: { w: Tensor; b: Tensor }): Tensor => p.w.add(p.b);
    const p = { w: floats([1]), b: floats([1]) };
    expect(() => vmap(f, { inAxes: [{ w: 0 }] })(p)).toThrow(
      "vmap: inAxes does not fit at `0`. Expected a number, null, or { b, w }; received { w }.",
    );
    expect(() => vmap(identity, { outAxes: [0] })(floats([1]))).toThrow(
      "vmap: outAxes does not fit. Expected a number or null; received a list of 1.",
    );
    expect(() => vmap(f)({ w: floats([1]), b: floats([1, 2]) })).toThrow(
      "f32[2] along 0 (argument 0 at `b`) and f32[1] along 0 (argument 0 at `w`)",
    );
  });

  test("a result that differs from example to example, without an axis", () => {
    expect(() => vmap(identity, { outAxes: null })(floats([1]))).toThrow(
      "vmap: outAxes is null for a result that differs from example to example.",
    );
  });

  test("nothing to map over", () => {
    expect(() => vmap(identity, { inAxes: null })(floats([1]))).toThrow("vmap: nothing to map over.");
  });
});
