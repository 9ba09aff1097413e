import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";

/** A result in `float64`, two lanes of it, from operands of the same kind. */
export type DoubleFormula = (lanes: Lanes, ...operands: Local[]) => Local;

/**
 * Four `float32` lanes by a formula in `float64`, rounded once. There is room to spare: no `float32` is subnormal in a
 * `float64`, and thirty correct bits give the nearest `float32` but for rare ties.
 */
export function inDoubles(lanes: Lanes, formula: DoubleFormula, ...operands: readonly Local[]): Local {
  const low = formula(lanes, ...operands.map((x) => lowDoubles(lanes, x)));
  return fromDoubles(lanes, low, formula(lanes, ...operands.map((x) => highDoubles(lanes, x))));
}

/** The lanes 0 and 1 as `float64`. */
export function lowDoubles(lanes: Lanes, x: Local): Local {
  return lanes.op("f64x2.promote_low_f32x4", x);
}

/** The lanes 2 and 3 as `float64`. */
export function highDoubles(lanes: Lanes, x: Local): Local {
  return lowDoubles(lanes, lanes.shuffle(x, x, [2, 3, 2, 3]));
}

/** Four `float32` lanes. */
export function fromDoubles(lanes: Lanes, low: Local, high: Local): Local {
  const rounded = (half: Local): Local => lanes.op("f32x4.demote_f64x2_zero", half);
  return lanes.shuffle(rounded(low), rounded(high), [0, 1, 4, 5]);
}

/** 1.5 · 2⁵²: what is added to it is rounded to a whole number, which then is its last bits. */
export const ROUNDING = 6755399441055744;

/** a + x·(b + x·(c + …)), the constant term first. A coefficient may differ from lane to lane. */
export function doublePolynomial(lanes: Lanes, x: Local, coefficients: readonly (number | Local)[]): Local {
  return coefficients
    .map((coefficient) => (typeof coefficient === "number" ? lanes.double(coefficient) : coefficient))
    .reduceRight((sum, coefficient) => lanes.op("f64x2.add", lanes.op("f64x2.mul", sum, x), coefficient));
}
