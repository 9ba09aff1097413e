import { expect } from "vitest";
import type { NestedArray, Tensor } from "./tensor.ts";

/** How far two numbers may be apart: `relative · (scale of the expected numbers)`, and `absolute` near zero. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Asserts the elements of a tensor one by one; NaN equals NaN. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 1e-5, absolute = 1e-6 }: Tolerance = {},
  what = "",
): void {
  expect(actual.length, `${what} length`).toBe(expected.length);
  const list = Array.from(expected);
  for (const [i, wanted] of list.entries()) {
    const got = actual[i] ?? Number.NaN;
    const near =
      Object.is(got, wanted) ||
      got === wanted ||
      Math.abs(got - wanted) <= absolute + relative * Math.abs(wanted);
    if (!near)
      expect.fail(
        `${what} at ${i}: expected ${wanted}, received ${got} in [${Array.from(actual).join(", ")}]`,
      );
  }
}

/** The elements of a tensor, nested, at once. */
export function values(tensor: Tensor): NestedArray {
  const flat = Array.from(tensor.dataSync(), (value) => (tensor.dtype === "bool" ? value !== 0 : value));
  const build = (axis: number, start: number, count: number): NestedArray => {
    const size = tensor.shape[axis];
    if (size === undefined) return flat[start] ?? Number.NaN;
    const step = size === 0 ? 0 : count / size;
    return Array.from({ length: size }, (_, i) => build(axis + 1, start + i * step, step));
  };
  return build(0, 0, flat.length);
}
