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

/** Operands whose elements are given by position in C order. */
export const made =
  (dtype: Operand["dtype"], at: (position: number) => number): Maker =>
  (shape) => ({ shape, dtype, at });

/** The same numbers again and again. */
export const cycle =
  (...values: readonly number[]) =>
  (i: number): number =>
    values[i % values.length] ?? Number.NaN;

const spread = cycle(0.3, -1.7, 1.2, -0.4, 1.9, -0.8, 0.7, -1.3);
const otherSpread = cycle(-0.6, 1.4, 0.2, -1.1, 0.9, 1.6, -1.8);
const gaps = cycle(0.9, 2.2, 0.5, 2.7, 1.6);

/** Different numbers in (−2, 2), none near a whole one. */
export const real: Maker = made("float", (i) => spread(i) + 0.011 * i);
export const other: Maker = made("float", (i) => otherSpread(i) - 0.013 * i);
export const positive: Maker = made("float", (i) => gaps(i) + 0.01 * i);
export const awayFromZero: Maker = made("float", (i) => (i % 2 === 0 ? 1 : -1) * (0.7 + 0.21 * i));
/** None, one or two zeros in four. */
export const withZeros: Maker = made("float", (i) => (i === 5 || i === 8 || i === 10 ? 0 : spread(i)));
/** Inside (−1, 1). */
export const inside: Maker = made("float", (i) => 0.45 * spread(i) + 0.001 * i);
/** Above 1. */
export const beyond: Maker = made("float", (i) => 0.6 + gaps(i) + 0.01 * i);
export const whole: Maker = made("int32", cycle(3, -7, 0, 5, -2, 11));
export const divisor: Maker = made("int32", cycle(2, -3, 5, -1));
export const word: Maker = made("uint32", cycle(1, 4_294_967_295, 12_345_678, 0, 2_147_483_648));
export const count: Maker = made("uint32", cycle(0, 1, 7, 31, 32, 40));
export const truth: Maker = made("bool", (i) => Number(i % 3 !== 1));
export const byte: Maker = made("uint8", (i) => (i * 37) % 256);
