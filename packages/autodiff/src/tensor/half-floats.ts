/**
 * IEEE 754 binary16: a sign, five bits of exponent with bias 15, ten bits of significand. The host has no such array, so
 * `float16` travels as its bits, and whoever wants numbers comes here.
 */

const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

/** Of the exponent of a double: shift, bias, and that of the least normal half, 2⁻¹⁴. */
const EXPONENT_SHIFT = 20;
const EXPONENT_BIAS = 1023;
const LEAST_EXPONENT = -14;
const SIGNIFICAND_BITS = 10;
/** Above all numbers by half a unit in the last place: from here on it is ∞. */
const OVERFLOW = 65520;
const INFINITY_BITS = 0x7c00;
const NAN_BITS = 0x7e00;

/**
 * The nearest half float of a number, ties to even, as a number: 1/3 is 0.333251953125, 65520 is ∞.
 *
 * @example
 * ```ts
 * import { roundToHalf } from "@elegy/autodiff/spi";
 *
 * roundToHalf(1 / 3); // => 0.333252
 * roundToHalf(2049); // => 2048
 * roundToHalf(65520); // => Infinity
 * ```
 */
export function roundToHalf(value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude < OVERFLOW)) return Number.isNaN(value) ? value : Math.sign(value) * Infinity;
  // Added to a number so large that its last place is that of the half, what is smaller is rounded away.
  const large = 1.5 * 2 ** 52 * unitOf(magnitude);
  const rounded = magnitude + large - large;
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}

/** The unit in the last place of the half floats around a magnitude. */
function unitOf(magnitude: number): number {
  return 2 ** (Math.max(exponentOf(magnitude), LEAST_EXPONENT) - SIGNIFICAND_BITS);
}

function exponentOf(magnitude: number): number {
  DOUBLE[0] = magnitude;
  return ((WORDS[1] ?? 0) >>> EXPONENT_SHIFT) - EXPONENT_BIAS;
}

/**
 * The bits of the nearest half float.
 *
 * @example
 * ```ts
 * import { halfBits } from "@elegy/autodiff/spi";
 *
 * halfBits(1).toString(16); // => 3c00
 * halfBits(-0).toString(16); // => 8000
 * ```
 */
export function halfBits(value: number): number {
  if (Number.isNaN(value)) return NAN_BITS;
  const rounded = Math.abs(roundToHalf(value));
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  if (rounded === Infinity) return sign | INFINITY_BITS;
  const exponent = Math.max(exponentOf(rounded), LEAST_EXPONENT);
  // The leading bit of a normal significand adds one to the exponent field.
  const significand = rounded * 2 ** (SIGNIFICAND_BITS - exponent);
  return sign | (((exponent - LEAST_EXPONENT) << SIGNIFICAND_BITS) + significand);
}

let table: Float32Array | null = null;

/** What all half floats are, by their bits: made when it is first needed. */
function numberTable(): Float32Array {
  table ??= Float32Array.from({ length: 1 << 16 }, (_, bits) => numberOf(bits));
  return table;
}

function numberOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const field = (bits >>> SIGNIFICAND_BITS) & 31;
  const fraction = (bits & 1023) / 1024;
  if (field === 31) return fraction === 0 ? sign * Infinity : NaN;
  return field === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (field - 15);
}

/** The numbers of many half floats, exactly. */
export function halfNumbers(bits: ArrayLike<number>): Float32Array {
  const numbers = numberTable();
  const result = new Float32Array(bits.length);
  for (let i = 0; i < result.length; i++) result[i] = numbers[bits[i] ?? 0] ?? NaN;
  return result;
}
