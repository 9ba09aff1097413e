import type { Formula } from "./formula.ts";

export type HostFunction =
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "cbrt"
  | "atan2"
  | "rem"
  | "pow";

/** Scalar functions of the host, for what is rare: computed in float64, rounded to float32 once. */
export const HOST_MATH: Readonly<Record<HostFunction, (x: number, y: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  cbrt: Math.cbrt,
  atan2: Math.atan2,
  rem: (x, y) => x % y,
  // JavaScript's power of a NaN or infinite exponent is NaN where IEEE 754 says 1.
  pow: (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
};

export function hosted(name: HostFunction): Formula {
  return (lanes, ...operands) => {
    const callee = lanes.module.import(name, { params: operands.map(() => "f64"), results: ["f64"] });
    return lanes.each(callee, ...operands);
  };
}
