import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { jit, np, setBackend, type Tensor, vjp } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const floats = (data: readonly number[]): Tensor => np.array(data, { dtype: "float32" });

test("gives one cotangent for each argument, as a list", () => {
  const [y, pullback] = vjp((x: Tensor, z: Tensor) => x.mul(z), floats([2, 3]), floats([5, 7]));
  expect(values(y)).toEqual([10, 21]);
  expect(pullback(floats([1, 10])).map(values)).toEqual([
    [5, 70],
    [2, 30],
  ]);
  const [single] = vjp((x: Tensor) => x.mul(3), floats([1]))[1](floats([2]));
  expect(values(single)).toEqual([6]);
});

test("takes and gives trees", () => {
  const f = ({ x, y }: { x: Tensor; y: Tensor }): { sum: Tensor; parts: Tensor[] } => ({
    sum: x.add(y),
    parts: [x.mul(y)],
  });
  const [result, pullback] = vjp(f, { x: floats([2]), y: floats([3]) });
  expect(values(result.parts[0]!)).toEqual([6]);
  const [cotangent] = pullback({ sum: floats([1]), parts: [floats([10])] });
  expect([values(cotangent.x), values(cotangent.y)]).toEqual([[31], [21]]);
});

test("the pullback is linear, and can be used again", () => {
  const [, pullback] = vjp((x: Tensor) => x.sin(), floats([0]));
  expect(values(pullback(floats([1]))[0])).toEqual([1]);
  expect(values(pullback(floats([4]))[0])).toEqual([4]);
});

test("the pullback can be compiled", () => {
  const [, pullback] = vjp((x: Tensor) => x.mul(x), floats([1, 2]));
  expect(values(jit(pullback)(floats([1, 1]))[0])).toEqual([2, 4]);
});

test("an integer argument has a zero cotangent", () => {
  const [, pullback] = vjp((x: Tensor, n: Tensor) => x.mul(n), floats([2]), np.array([3]));
  const [dx, dn] = pullback(floats([1]));
  expect([values(dx), values(dn)]).toEqual([[3], [0]]);
});

test("an output that no argument moves is taken", () => {
  const [result, pullback] = vjp((x: Tensor) => [x.mul(2), np.ones([3])], floats([1]));
  expect(result[1]!.shape).toEqual([3]);
  expect(values(pullback([floats([1]), np.ones([3])])[0])).toEqual([2]);
});

test("numbers are floats", () => {
  const f = ((x: Tensor) => x.mul(x)) as unknown as (x: number) => number;
  const [, pullback] = vjp(f, 3);
  expect(values(pullback(1)[0] as unknown as Tensor)).toBe(6);
});

test("says how a cotangent does not fit", () => {
  const [, pullback] = vjp((x: Tensor) => ({ a: x.sum() }), floats([1, 2]));
  expect(() => pullback({ a: floats([1]) })).toThrow(
    "vjp: the cotangent does not fit its primal at `a`. Expected f32[]; received f32[1].",
  );
  expect(() => pullback({ b: np.ones([]) } as unknown as { a: Tensor })).toThrow(
    "vjp cotangent: a leaf is missing at `a`. Expected f32[]; received none.",
  );
});
