import { type DType, isFloat } from "../../tensor/dtype.ts";
import { roundToHalf } from "../../tensor/half-floats.ts";
import type { FoldRule } from "../primitive.ts";

/** The elements of the operand, somewhere else. */
export const sameElements: FoldRule<object> = ([x]) => x;

/** For what is computed in floats alone; integers differ in what they do at the edges. */
export function onFloats(f: (x: number, y: number) => number): FoldRule<object> {
  return ([x, y], _, dtype) => (isFloat(dtype) ? f(x, y) : null);
}

/** A truth value. */
export function comparing(f: (x: number, y: number) => boolean): FoldRule<object> {
  return ([x, y]) => Number(f(x, y));
}

/** Of the bits of integers and of truth values. */
export function onBits(f: (x: number, y: number) => number): FoldRule<object> {
  return ([x, y]) => f(x, y);
}

/** A number as an element of a dtype; `null` where this is not sure to be what a backend does. */
export function rounded(value: number, dtype: DType): number | null {
  switch (dtype) {
    case "float64":
      return value;
    case "float32":
      return Math.fround(value);
    case "int32":
      return value | 0;
    case "uint32":
      return value >>> 0;
    case "bool":
      return Number(value !== 0);
    case "float16":
      return roundToHalf(value);
    case "uint8":
      return null;
  }
}

/** As {@link rounded}, of the conversion from another dtype. */
export function converted(value: number, from: DType, to: DType): number | null {
  if (!isFloat(from) || isFloat(to) || to === "bool") return rounded(value, to);
  if (to === "uint8") return null;
  const [low, high] = to === "int32" ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
  return Number.isNaN(value) ? 0 : Math.min(Math.max(Math.trunc(value), low), high) + 0;
}
