import { type DType, dtypeInfo, type NoParams } from "@elegy/autodiff/spi";
import { generate, type HostKernel, type HostKernels, only } from "./host-kernel.ts";
import { at } from "./indexing.ts";

type Binary = (a: number, b: number, dtype: DType) => number;

export const binaryKernels: HostKernels<
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "rem"
  | "pow"
  | "atan2"
  | "max"
  | "min"
  | "and"
  | "or"
  | "xor"
  | "shiftLeft"
  | "shiftRightLogical"
  | "shiftRightArithmetic"
> = {
  // A float64 holds sums of 32-bit integers exactly, products not.
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: byKind({ float: (a, b) => a * b, integer: Math.imul }),
  div: byKind({ float: (a, b) => a / b, integer: integerDivide }),
  rem: byKind({ float: (a, b) => a % b, integer: (a, b) => (b === 0 ? a : a % b) }),
  pow: byKind({ float: floatPower, integer: integerPower }),
  atan2: binary(Math.atan2),
  max: binary((a, b) => Math.max(a, b)),
  min: binary((a, b) => Math.min(a, b)),
  and: binary((a, b) => a & b),
  or: binary((a, b) => a | b),
  xor: binary((a, b) => a ^ b),
  shiftLeft: binary((a, count, dtype) => (isWide(count, dtype) ? 0 : a << count)),
  shiftRightLogical: binary((a, count, dtype) => (isWide(count, dtype) ? 0 : a >>> count)),
  shiftRightArithmetic: binary((a, count, dtype) => {
    const unused = 32 - bitsOf(dtype);
    const signed = (a << unused) >> unused;
    return signed >> (isWide(count, dtype) ? 31 : count);
  }),
};

function binary(apply: Binary): HostKernel<NoParams> {
  return (inputs, _params, outputs) => {
    const { buffer: a, spec } = at(inputs, 0);
    const { buffer: b } = at(inputs, 1);
    return [generate(only(outputs), (position) => apply(at(a, position), at(b, position), spec.dtype))];
  };
}

function byKind(variants: { float: Binary; integer: Binary }): HostKernel<NoParams> {
  return binary((a, b, dtype) =>
    variants[dtypeInfo(dtype).kind === "float" ? "float" : "integer"](a, b, dtype),
  );
}

/** Stored in any integer dtype, −1 is the all-ones word that division by zero gives. */
function integerDivide(a: number, b: number): number {
  return b === 0 ? -1 : Math.trunc(a / b);
}

/** IEEE's `pow`: unlike `**`, 1 to the power of NaN and ±1 to the power of ±∞ are 1. */
function floatPower(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

/** Modulo 2^32, by squaring; a negative power is the reciprocal, truncated towards zero. */
function integerPower(base: number, exponent: number): number {
  if (exponent < 0) {
    if (base === 1) return 1;
    if (base === -1) return exponent % 2 === 0 ? 1 : -1;
    return 0;
  }
  let power = 1;
  let square = base;
  for (let bits = exponent; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) power = Math.imul(power, square);
    square = Math.imul(square, square);
  }
  return power;
}

function bitsOf(dtype: DType): number {
  return 8 * dtypeInfo(dtype).bytes;
}

/** Whether a shift leaves no bit in place. Counts are unsigned. */
function isWide(count: number, dtype: DType): boolean {
  return count >>> 0 >= bitsOf(dtype);
}
