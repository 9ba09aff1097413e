import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { exp } from "./exp.ts";

/** Below this erf is a polynomial, above it 1 − erfc. */
const SMALL = 0.8;
/** From here on erfc is 0. */
const LARGEST = 10.6;

/** x + x·P(x²), or beyond ±0.8 1 − erfc |x| with the sign of x. */
export function erf(lanes: Lanes, x: Local): Local {
  const magnitude = lanes.op("f32x4.abs", x);
  const large = lanes.op("f32x4.sub", 1, tail(lanes, magnitude));
  const result = lanes.choose(lanes.op("f32x4.lt", magnitude, SMALL), center(lanes, magnitude), large);
  return lanes.choose(0x80000000, x, result);
}

/** 1 − erf x; beyond 0.8 computed on its own, and 2 − erfc |x| for negative x. */
export function erfc(lanes: Lanes, x: Local): Local {
  const magnitude = lanes.op("f32x4.abs", x);
  const small = lanes.op("f32x4.sub", 1, center(lanes, x));
  const positive = tail(lanes, magnitude);
  const large = lanes.choose(lanes.op("f32x4.lt", x, 0), lanes.op("f32x4.sub", 2, positive), positive);
  return lanes.choose(lanes.op("f32x4.lt", magnitude, SMALL), small, large);
}

function center(lanes: Lanes, x: Local): Local {
  const p = lanes.polynomial(lanes.op("f32x4.mul", x, x), CENTER);
  return lanes.op("f32x4.add", x, lanes.op("f32x4.mul", x, p));
}

/**
 * erfc x = e^(−x²)·t·Q(t) with t = 1 / (1 + x), for x ≥ 0.8. x² would be rounded, and its exponential magnifies that: with h
 * the leading half of x, e^(−x²) = e^(−h²)·e^((h − x)·(h + x)).
 */
function tail(lanes: Lanes, magnitude: Local): Local {
  // With the constant second, pmin keeps a NaN.
  const x = lanes.op("f32x4.pmin", magnitude, LARGEST);
  const t = lanes.op("f32x4.div", 1, lanes.op("f32x4.add", x, 1));
  const q = lanes.op("f32x4.mul", t, lanes.polynomial(t, TAIL));
  const half = lanes.op("v128.and", x, 0xfffff000);
  const square = lanes.op("f32x4.neg", lanes.op("f32x4.mul", half, half));
  const rest = lanes.op("f32x4.mul", lanes.op("f32x4.sub", half, x), lanes.op("f32x4.add", half, x));
  return lanes.op("f32x4.mul", lanes.op("f32x4.mul", exp(lanes, rest), q), exp(lanes, square));
}

/** Interpolates erf(x) / x − 1 as a function of x², at Chebyshev nodes of [0, 0.64]. */
const CENTER = [
  0.12837917, -0.37612638, 0.112837675, -0.02686389, 0.0052136635, -0.00083062346, 0.00009164212,
];

/** Interpolates e^(x²)·erfc(x) / t at Chebyshev nodes of the range of t. */
const TAIL = [
  0.5641926, 0.56403034, 0.28575218, -0.3300821, -0.308384995, -2.2829352, 9.084029, -13.3966653, 9.6538314,
  -2.861769,
];
