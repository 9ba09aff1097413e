import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { grad, jit, nn, np, setBackend, type Tensor, valueAndGrad } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const floats = (data: readonly number[]): Tensor => np.array(data, { dtype: "float32" });
const squares = (x: Tensor): Tensor => x.mul(x).sum();
const invalid = expect.objectContaining({ code: "ELEGY_ARGUMENT_INVALID" }) as object;

describe("the value and the gradient", () => {
  test("of a tensor", () => {
    const [value, gradient] = valueAndGrad(squares)(floats([1, 2, 3]));
    expect(values(value)).toBe(14);
    expect(values(gradient)).toEqual([2, 4, 6]);
    expect(values(grad(squares)(floats([1, 2, 3])))).toEqual([2, 4, 6]);
  });

  test("of a tree keep its structure", () => {
    const loss = ({ w, layers: [b, c] }: { w: Tensor; layers: readonly [Tensor, Tensor] }): Tensor =>
      w.mul(b).mul(c).sum();
    const gradient = grad(loss)({ layers: [floats([3]), floats([5])], w: floats([2]) });
    expect(values(gradient.w)).toEqual([15]);
    expect(gradient.layers.map(values)).toEqual([[10], [6]]);
  });

  test("of what the result does not depend on is zero", () => {
    const gradient = grad((x: { used: Tensor; not: Tensor }) => x.used.sum())({
      used: floats([1]),
      not: np.ones([2, 2]),
    });
    expect(values(gradient.not)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("of a constant function are zero", () => {
    expect(values(grad((x: Tensor) => np.full([], x.size + 0.5))(floats([1, 2])))).toEqual([0, 0]);
  });

  test("of numbers, whole or not, are those of floats", () => {
    const cube = (x: Tensor): Tensor => x.pow(3);
    const gradient = grad(cube as unknown as (x: number) => Tensor)(2) as unknown as Tensor;
    expect(gradient.dtype).toBe("float32");
    expect(values(gradient)).toBe(12);
  });

  test("in the dtype of the argument", () => {
    const x = np.array([1, 2], { dtype: "float64" });
    const [value, gradient] = valueAndGrad(squares)(x);
    expect([value.dtype, gradient.dtype]).toEqual(["float64", "float64"]);
  });

  test("run the function once", () => {
    let calls = 0;
    valueAndGrad((x: Tensor) => {
      calls += 1;
      return x.sum();
    })(floats([1]));
    expect(calls).toBe(1);
  });
});

describe("argnums", () => {
  const f = (x: Tensor, n: Tensor, y: Tensor): Tensor => x.mul(y).mul(n).sum();
  const args = () => [floats([2]), np.array([3]), floats([5])] as const;

  test("one", () => {
    expect(values(grad(f)(...args()))).toEqual([15]);
    expect(values(grad(f, { argnums: 2 })(...args()))).toEqual([6]);
  });

  test("several, in their order", () => {
    const [dy, dx] = grad(f, { argnums: [2, 0] })(...args());
    expect([values(dy), values(dx)]).toEqual([[6], [15]]);
    const [value, [only]] = valueAndGrad(f, { argnums: [0] })(...args());
    expect([values(value), values(only)]).toEqual([30, [15]]);
  });

  test.each([3, -1, 0.5])("%d names no argument", (argnums) => {
    expect(() => grad(f, { argnums })(...args())).toThrow(
      `grad: argnums names no argument. Expected a position of 0…2; received ${argnums}.`,
    );
  });
});

describe("hasAux", () => {
  const f = (x: Tensor): [Tensor, { doubled: Tensor; name: string }] => [
    squares(x),
    { doubled: x.mul(2), name: "aux" },
  ];

  test("carries a tree beside the value, without gradients", () => {
    const [[value, aux], gradient] = valueAndGrad(f, { hasAux: true })(floats([1, 3]));
    expect(values(value)).toBe(10);
    expect(values(aux.doubled)).toEqual([2, 6]);
    expect(aux.name).toBe("aux");
    expect(values(gradient)).toEqual([2, 6]);
    const [only, extra] = grad(f, { hasAux: true })(floats([1, 3]));
    expect(values(only)).toEqual([2, 6]);
    expect(values(extra.doubled)).toEqual([2, 6]);
  });

  test("under jit, and differentiated again", () => {
    const aux = (x: Tensor): Tensor =>
      grad((y: Tensor) => [squares(y), y.mul(3)], { hasAux: true })(x)[1].sum();
    expect(values(jit(grad(aux))(floats([1, 2])))).toEqual([3, 3]);
  });

  test("asks for a pair", () => {
    const single = squares as unknown as (x: Tensor) => [Tensor, Tensor];
    expect(() => grad(single, { hasAux: true })(floats([1]))).toThrow(
      "grad: with hasAux the function returns a pair. Expected [loss, aux]; received object.",
    );
  });
});

describe("says what is wrong", () => {
  test("a result that is no scalar", () => {
    expect(() => grad((x: Tensor) => x.mul(2))(floats([1, 2]))).toThrow(
      "grad: the function does not return a scalar. Expected f32[]; received f32[2]. Reduce it with np.mean or np.sum; for [loss, aux] pass { hasAux: true }.",
    );
  });

  test("a result that is not float", () => {
    expect(() => valueAndGrad((x: Tensor) => np.argmax(x))(floats([1, 2]))).toThrow("received i32[]");
  });

  test("no result, a pair, a number", () => {
    const returning = (result: unknown) => () => grad((() => result) as (x: Tensor) => Tensor)(floats([1]));
    expect(returning(undefined)).toThrow("received undefined");
    expect(returning([1, 2])).toThrow("hasAux");
    expect(returning(3)).toThrow("received 3");
  });

  test("a promise", () => {
    const f = (async (x: Tensor) => x.sum()) as unknown as (x: Tensor) => Tensor;
    expect(() => grad(f)(floats([1]))).toThrow("a promise: the function may not be asynchronous");
  });

  test("integers, with the place where they are", () => {
    const f = (_: Tensor, params: { w: Tensor[] }): Tensor => params.w[0]!.sum();
    expect(() => grad(f, { argnums: 1 })(floats([1]), { w: [np.array([1, 2])] })).toThrow(
      'grad: argument 1 at `w.0` has no gradient. Expected float tensors; received i32[2]. Convert it with x.astype("float32"), or choose other arguments with argnums.',
    );
    expect(() => grad(squares)(np.array([1, 2]))).toThrow("grad: argument 0 has no gradient.");
  });

  test("something that is no tensor", () => {
    expect(() => grad(squares)("x" as unknown as Tensor)).toThrow(invalid);
  });
});

test("jax.grad of softmax cross-entropy", () => {
  const labels = nn.oneHot(np.array([2, 0]), 3);
  const loss = (logits: Tensor): Tensor => np.mean(nn.logSoftmax(logits).mul(labels).sum({ axis: -1 }).neg());
  const logits = np.array([
    [0.5, -1, 2],
    [0, 0, 0],
  ]);
  // (softmax − labels) / 2
  const expected = nn.softmax(logits).sub(labels).div(2);
  expect(np.max(np.abs(grad(loss)(logits).sub(expected))).dataSync()[0]).toBeLessThan(1e-7);
});

test("an argument is named once", () => {
  expect(() => grad((x: Tensor) => x.sum(), { argnums: [0, 0] })(np.ones([2]))).toThrow(
    "grad: argnums names an argument twice. Expected different positions; received [0, 0].",
  );
});
