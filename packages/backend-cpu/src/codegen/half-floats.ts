import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { Lanes } from "./lanes.ts";

/**
 * `float16` is a storage format: in registers its elements are `float32` numbers that a half float can hold. Whatever
 * computes with them rounds its result ({@link roundedToHalf}), so that narrowing it is exact.
 */

/** Bits of the exponent of a half float moved to where a `float32` has it: what the biases differ by, 127 − 15. */
const REBIAS = 112 << 23;
/** The bits of ∞ of a half float and of the least normal one, where a `float32` has them. */
const INFINITE_HALF = 31 << 23;
const NORMAL_HALF = 1 << 23;
const SIGN = 0x80000000;
/** How many more bits the significand of a `float32` has. */
const DROPPED_BITS = 13;

/** As bits of `float32`: 2⁻¹⁴, the least normal half float, 2²⁴, 2¹⁶, and ∞. */
const LEAST_NORMAL = (127 - 14) << 23;
const PER_SUBNORMAL = (127 + 24) << 23;
const BEYOND = (127 + 16) << 23;
const INFINITE = 255 << 23;

/** From the bits of half floats, one in each 32-bit lane, to their numbers: both on the stack. */
export function emitWidened(code: FunctionBuilder): void {
  const [bits, magnitude, normal] = [code.local("v128"), code.local("v128"), code.local("v128")];
  code.tee(bits).v128(0x7fff).op("v128.and").i32(DROPPED_BITS).op("i32x4.shl").set(magnitude);
  code.get(magnitude).v128(REBIAS).op("i32x4.add");
  // The exponent of ∞ and NaN is the highest, here and there.
  code.get(magnitude).v128(INFINITE_HALF).op("i32x4.ge_s").v128(REBIAS).op("v128.and").op("i32x4.add");
  code.set(normal);
  // A subnormal number lacks the leading one: it is set, and subtracted as a number.
  code.get(magnitude).v128(LEAST_NORMAL).op("i32x4.add").v128(LEAST_NORMAL).op("f32x4.sub");
  code.get(normal).get(magnitude).v128(NORMAL_HALF).op("i32x4.lt_s").op("v128.bitselect");
  code.get(bits).v128(0x8000).op("v128.and").i32(16).op("i32x4.shl").op("v128.or");
}

/** Leaves the bits of half floats, one in each 32-bit lane, from numbers that they hold exactly. */
export function emitNarrowed(code: FunctionBuilder, numbers: Local): void {
  const [magnitude, normal] = [code.local("v128"), code.local("v128")];
  code.get(numbers).op("f32x4.abs").set(magnitude);
  code.get(magnitude).v128(REBIAS).op("i32x4.sub");
  code.get(magnitude).v128(BEYOND).op("i32x4.ge_s").v128(REBIAS).op("v128.and").op("i32x4.sub");
  code.i32(DROPPED_BITS).op("i32x4.shr_u").set(normal);
  // A subnormal number is a whole multiple of 2⁻²⁴.
  code.get(magnitude).v128(PER_SUBNORMAL).op("f32x4.mul").op("i32x4.trunc_sat_f32x4_u");
  code.get(normal).get(magnitude).v128(LEAST_NORMAL).op("i32x4.lt_s").op("v128.bitselect");
  code.get(numbers).i32(16).op("i32x4.shr_u").v128(0x8000).op("v128.and").op("v128.or");
}

/** The nearest half floats of `float32` numbers, ties to even; too large ones become ∞. */
export function roundedToHalf(lanes: Lanes, x: Local): Local {
  const magnitude = lanes.op("f32x4.abs", x);
  // Added to a number 2¹³ times as large, what a half float has no place for is rounded away.
  const exponent = lanes.op("v128.and", magnitude, INFINITE);
  const inRange = lanes.op("i32x4.min_s", lanes.op("i32x4.max_s", exponent, LEAST_NORMAL), BEYOND);
  const large = lanes.op("i32x4.add", inRange, DROPPED_BITS << 23);
  const rounded = lanes.op("f32x4.sub", lanes.op("f32x4.add", magnitude, large), large);
  const overflows = lanes.op("f32x4.ge", rounded, lanes.bits(BEYOND));
  const result = lanes.choose(overflows, lanes.bits(INFINITE), rounded);
  return lanes.op("v128.or", result, lanes.op("v128.and", x, SIGN));
}
