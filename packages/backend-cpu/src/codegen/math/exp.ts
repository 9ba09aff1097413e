import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { present } from "../present.ts";

/**
 * e^x = 2^n · e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·P(r). The power of two is multiplied
 * in two halves, so that results below the normal range are rounded once and those above it become ∞.
 */
export function exp(lanes: Lanes, x: Local): Local {
  // With the constant second, pmin and pmax keep a NaN.
  const bounded = lanes.op("f32x4.pmax", lanes.op("f32x4.pmin", x, lanes.float(89)), lanes.float(-104));
  // So large a number rounds what is added to it to whole numbers, which then are its last bits.
  const shifted = lanes.op(
    "f32x4.add",
    lanes.op("f32x4.mul", bounded, lanes.float(1 / Math.LN2)),
    lanes.float(ROUNDING + TWO_BIASES),
  );
  const n = lanes.op("f32x4.sub", shifted, lanes.float(ROUNDING + TWO_BIASES));
  const high = lanes.op("f32x4.sub", bounded, lanes.op("f32x4.mul", n, lanes.float(LN2_HIGH)));
  const r = lanes.op("f32x4.sub", high, lanes.op("f32x4.mul", n, lanes.float(LN2_LOW)));
  // In pairs of coefficients: the engine waits for a chain of half the length.
  const square = lanes.op("f32x4.mul", r, r);
  const [low, middle, top] = PAIRS.map((pair) => lanes.polynomial(r, pair));
  const upper = lanes.op("f32x4.add", lanes.op("f32x4.mul", square, present(top)), present(middle));
  const p = lanes.op("f32x4.add", lanes.op("f32x4.mul", square, upper), present(low));
  const fraction = lanes.op("f32x4.add", lanes.op("f32x4.mul", square, p), r);
  const mantissa = lanes.op("f32x4.add", fraction, lanes.float(1));

  // Both halves of n carry a bias; what else is in these words, the last shift pushes out.
  const half = lanes.shift("i32x4.shr_u", shifted, 1);
  const rest = lanes.op("i32x4.sub", shifted, half);
  return lanes.op(
    "f32x4.mul",
    lanes.op("f32x4.mul", mantissa, lanes.shift("i32x4.shl", half, 23)),
    lanes.shift("i32x4.shl", rest, 23),
  );
}

/** 1.5 · 2²³: to the numbers around it the next ones are 1 away. */
const ROUNDING = 12582912;
/** Twice the bias of an exponent. */
const TWO_BIASES = 254;

/** ln 2 in two parts, the first with so few bits that its product with an exponent is exact. */
export const LN2_HIGH = 0.693359375;
export const LN2_LOW: number = Math.LN2 - LN2_HIGH;

/** Interpolates (e^r − 1 − r) / r² at Chebyshev nodes of [−0.3466, 0.3466]. */
const PAIRS = [
  [0.5, 0.16666576998242935],
  [0.041666554627878834, 0.008363177629992754],
  [0.0013926181810310326],
];
