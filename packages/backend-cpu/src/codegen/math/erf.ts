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
  const large = lanes.op("f32x4.sub", lanes.float(1), tail(lanes, magnitude));
  const result = lanes.choose(
    lanes.op("f32x4.lt", magnitude, lanes.float(SMALL)),
    center(lanes, magnitude),
    large,
  );
  return lanes.choose(lanes.bits(0x80000000), x, result);
}

/** 1 − erf x; beyond 0.8 computed on its own, and 2 − erfc |x| for negative x. */
export function erfc(lanes: Lanes, x: Local): Local {
  const magnitude = lanes.op("f32x4.abs", x);
  const small = lanes.op("f32x4.sub", lanes.float(1), center(lanes, x));
  const positive = tail(lanes, magnitude);
  const large = lanes.choose(
    lanes.op("f32x4.lt", x, lanes.float(0)),
    lanes.op("f32x4.sub", lanes.float(2), positive),
    positive,
  );
  return lanes.choose(lanes.op("f32x4.lt", magnitude, lanes.float(SMALL)), small, large);
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
  const x = lanes.op("f32x4.pmin", magnitude, lanes.float(LARGEST));
  const t = lanes.op("f32x4.div", lanes.float(1), lanes.op("f32x4.add", x, lanes.float(1)));
  const q = lanes.op("f32x4.mul", t, lanes.polynomial(t, TAIL));
  const half = lanes.op("v128.and", x, lanes.bits(0xfffff000));
  const square = lanes.op("f32x4.neg", lanes.op("f32x4.mul", half, half));
  const rest = lanes.op("f32x4.mul", lanes.op("f32x4.sub", half, x), lanes.op("f32x4.add", half, x));
  return lanes.op("f32x4.mul", lanes.op("f32x4.mul", exp(lanes, rest), q), exp(lanes, square));
}

/** Interpolates erf(x) / x − 1 as a function of x², at Chebyshev nodes of [0, 0.64]. */
const CENTER = [
  0.12837916703274238, -0.3761263794130869, 0.11283767533147276, -0.026863890654267784, 0.005213663503149121,
  -0.0008306234643614311, 0.00009164212025399699,
];

/** Interpolates e^(x²)·erfc(x) / t at Chebyshev nodes of the range of t. */
const TAIL = [
  0.564192596096745, 0.5640303396800578, 0.2857521847226354, -0.3300821003117185, -0.30838499538118835,
  -2.282935246164071, 9.08402891742264, -13.396665343469166, 9.653831375649885, -2.861769017121904,
];
