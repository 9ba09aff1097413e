import type { DType, Shape } from "@elegy/autodiff";

/** The data of an operand: its dtype, where `float` is each float dtype of the backend in turn, and its elements. */
export interface Operand {
  readonly shape: Shape;
  readonly dtype: DType | "float";
  /** The element at a position. */
  readonly at: (position: number) => number;
}

/** Makes operands of any shape. */
export type Maker = (shape: Shape) => Operand;

/**
 * Operands whose elements are given by position in C order.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const squares = operand.made("int32", (i) => i * i)([3]);
 * [squares.dtype, squares.at(2)]; // => ["int32",4]
 * ```
 */
export const made =
  (dtype: Operand["dtype"], at: (position: number) => number): Maker =>
  (shape) => ({ shape, dtype, at });

/**
 * The same numbers again and again.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const at = operand.cycle(5, 7);
 * [at(0), at(1), at(2)]; // => [5,7,5]
 * ```
 */
export const cycle =
  (...values: readonly number[]) =>
  (i: number): number =>
    values[i % values.length] ?? Number.NaN;

const spread = cycle(0.3, -1.7, 1.2, -0.4, 1.9, -0.8, 0.7, -1.3);
const otherSpread = cycle(-0.6, 1.4, 0.2, -1.1, 0.9, 1.6, -1.8);
const gaps = cycle(0.9, 2.2, 0.5, 2.7, 1.6);

/**
 * Different numbers in (−2, 2), none near a whole one.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.real([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["float",0.3,-1.689,1.222]
 * ```
 */
export const real: Maker = made("float", (i) => spread(i) + 0.011 * i);
/**
 * As `real`, but other numbers: for the second operand.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.other([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["float",-0.6,1.387,0.174]
 * ```
 */
export const other: Maker = made("float", (i) => otherSpread(i) - 0.013 * i);
/**
 * Different numbers in (0.5, 3).
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.positive([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["float",0.9,2.21,0.52]
 * ```
 */
export const positive: Maker = made("float", (i) => gaps(i) + 0.01 * i);
/**
 * Numbers of both signs that are at least 0.7 from 0: for divisors.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.awayFromZero([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["float",0.7,-0.91,1.12]
 * ```
 */
export const awayFromZero: Maker = made("float", (i) => (i % 2 === 0 ? 1 : -1) * (0.7 + 0.21 * i));
/**
 * None, one or two zeros in four.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { at } = operand.withZeros([12]);
 * [at(4), at(5), at(8), at(10)]; // => [1.9,0,0,0]
 * ```
 */
export const withZeros: Maker = made("float", (i) => (i === 5 || i === 8 || i === 10 ? 0 : spread(i)));
/**
 * Inside (−1, 1).
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.inside([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["float",0.135,-0.764,0.542]
 * ```
 */
export const inside: Maker = made("float", (i) => 0.45 * spread(i) + 0.001 * i);
/**
 * Above 1.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.beyond([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["float",1.5,2.81,1.12]
 * ```
 */
export const beyond: Maker = made("float", (i) => 0.6 + gaps(i) + 0.01 * i);
/**
 * Whole numbers of both signs, and 0.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.whole([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["int32",3,-7,0]
 * ```
 */
export const whole: Maker = made("int32", cycle(3, -7, 0, 5, -2, 11));
/**
 * Whole numbers of both signs without 0.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.divisor([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["int32",2,-3,5]
 * ```
 */
export const divisor: Maker = made("int32", cycle(2, -3, 5, -1));
/**
 * Words of 32 bits, the largest among them.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.word([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["uint32",1,4294967295,12345678]
 * ```
 */
export const word: Maker = made("uint32", cycle(1, 4_294_967_295, 12_345_678, 0, 2_147_483_648));
/**
 * How far to shift: from 0 to beyond the width of a word.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.count([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["uint32",0,1,7]
 * ```
 */
export const count: Maker = made("uint32", cycle(0, 1, 7, 31, 32, 40));
/**
 * Truth values as 0 and 1.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.truth([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["bool",1,0,1]
 * ```
 */
export const truth: Maker = made("bool", (i) => Number(i % 3 !== 1));
/**
 * Bytes.
 *
 * @example
 * ```ts
 * import { operand } from "@elegy/conformance";
 *
 * const { dtype, at } = operand.byte([3]);
 * [dtype, at(0), at(1), at(2)]; // => ["uint8",0,37,74]
 * ```
 */
export const byte: Maker = made("uint8", (i) => (i * 37) % 256);
