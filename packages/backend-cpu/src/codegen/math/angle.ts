import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { doublePolynomial, inDoubles } from "./doubles.ts";

/** The angle at which the point (x, y) is seen from the origin. */
export function atan2(lanes: Lanes, y: Local, x: Local): Local {
  return inDoubles(lanes, angle, y, x);
}

export function atan(lanes: Lanes, x: Local): Local {
  return inDoubles(lanes, (inner, y) => angle(inner, y, inner.double(1)), x);
}

export function asin(lanes: Lanes, x: Local): Local {
  return inDoubles(lanes, (inner, y) => angle(inner, y, otherLeg(inner, y)), x);
}

export function acos(lanes: Lanes, x: Local): Local {
  return inDoubles(lanes, (inner, leg) => angle(inner, otherLeg(inner, leg), leg), x);
}

/** √(1 − x²), of which a `float64` holds the square without rounding; NaN beyond ±1. */
function otherLeg(lanes: Lanes, x: Local): Local {
  const square = lanes.op("f64x2.mul", x, x);
  return lanes.op("f64x2.sqrt", lanes.op("f64x2.sub", 1, square));
}

/** Beyond all `float32` numbers, and so far that a quotient by it is 0. */
const HUGE = 2 ** 1000;
const TINY = 2 ** -1000;

/**
 * The quotient of the shorter leg by the longer one, or beyond tan(π/8) that of their difference by their sum, which is
 * the tangent of π/4 less, is small enough for t·P(t²). Then it is turned to where the point is.
 */
function angle(lanes: Lanes, y: Local, x: Local): Local {
  // With the constant second, pmin and pmax keep a NaN. Two infinite legs are of equal length.
  const height = lanes.op("f64x2.pmin", lanes.op("f64x2.abs", y), HUGE);
  const width = lanes.op("f64x2.pmin", lanes.op("f64x2.abs", x), HUGE);
  const steep = lanes.op("f64x2.gt", height, width);
  const short = lanes.choose(steep, width, height);
  const long = lanes.op("f64x2.pmax", lanes.choose(steep, height, width), TINY);
  const limit = lanes.op("f64x2.mul", long, Math.SQRT2 - 1);
  const wide = lanes.op("f64x2.gt", short, limit);
  const t = lanes.op(
    "f64x2.div",
    lanes.op("f64x2.sub", short, lanes.op("v128.and", long, wide)),
    lanes.op("f64x2.add", long, lanes.op("v128.and", short, wide)),
  );
  const p = doublePolynomial(lanes, lanes.op("f64x2.mul", t, t), COEFFICIENTS);
  const eighth = lanes.op("v128.and", wide, lanes.double(Math.PI / 4));
  const below = lanes.op("f64x2.add", eighth, lanes.op("f64x2.mul", t, p));
  const quarter = lanes.op("f64x2.sub", Math.PI / 2, below);
  const right = lanes.choose(steep, quarter, below);
  // Of −0 as well.
  const isLeft = lanes.op("i64x2.lt_s", x, 0);
  const upper = lanes.choose(isLeft, lanes.op("f64x2.sub", Math.PI, right), right);
  return lanes.choose(lanes.double(-0), y, upper);
}

/** Interpolates atan(t) / t as a function of t², at Chebyshev nodes of [0, 0.1716]. */
const COEFFICIENTS = [
  0.9999999993712282, -0.33333306893048514, 0.19998183041083206, -0.14239532669648974, 0.10569828806414448,
  -0.06026305227658459,
];
