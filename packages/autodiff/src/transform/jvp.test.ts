import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { jvp, np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const floats = (data: readonly number[]): Tensor => np.array(data, { dtype: "float32" });

test("the value and the derivative along a direction", () => {
  const [y, dy] = jvp(
    (x: Tensor, z: Tensor) => x.mul(z),
    [floats([2]), floats([3])],
    [floats([1]), floats([10])],
  );
  expect([values(y), values(dy)]).toEqual([[6], [23]]);
});

test("trees go in and out", () => {
  const f = ({ x }: { x: Tensor }): { twice: Tensor; none: null } => ({ twice: x.mul(2), none: null });
  const [y, dy] = jvp(f, [{ x: floats([1]) }], [{ x: floats([3]) }]);
  expect([values(y.twice), values(dy.twice), dy.none]).toEqual([[2], [6], null]);
});

test("integers have no tangent: zeros of their own dtype come out", () => {
  const [, [dn, dx]] = jvp(
    (n: Tensor, x: Tensor) => [n.add(1), x.mul(n)],
    [np.array([2]), floats([1])],
    [np.array([9]), floats([5])],
  );
  expect([dn!.dtype, values(dn!)]).toEqual(["int32", [0]]);
  expect(values(dx!)).toEqual([10]);
});

test("numbers are floats", () => {
  const square = ((x: Tensor) => x.mul(x)) as unknown as (x: number) => Tensor;
  expect(jvp(square, [3], [1]).map(values)).toEqual([9, 6]);
});

test("says how a tangent does not fit", () => {
  expect(() => jvp((x: Tensor) => x, [floats([1])], [floats([1, 2])])).toThrow(
    "jvp: the tangent does not fit its primal at `0`. Expected f32[1]; received f32[2].",
  );
  expect(() => jvp((x: Tensor) => x, [floats([1])], [np.array([1])])).toThrow("received i32[1]");
  expect(() => jvp((x: Tensor) => x, [floats([1])], [] as unknown as [Tensor])).toThrow(
    "jvp tangent: a leaf is missing at `0`. Expected f32[1]; received none.",
  );
});
