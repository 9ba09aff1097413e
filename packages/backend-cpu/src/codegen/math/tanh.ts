import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { PRECISE, raisedExp } from "./exp.ts";

/** Below this the exponential loses digits. */
const SMALL = 0.625;

/** tanh |x| = 1 − 2e / (1 + e) with e = e^(−2|x|), near zero x + x³·P(x²); the sign is put back at the end. */
export function tanh(lanes: Lanes, x: Local): Local {
  const magnitude = lanes.op("f32x4.abs", x);
  const power = raisedExp(lanes, lanes.op("f32x4.mul", magnitude, -2), PRECISE);
  const sum = lanes.op("f32x4.add", power, 2 ** 96);
  const quotient = lanes.op("f32x4.div", lanes.op("f32x4.add", power, power), sum);
  const large = lanes.op("f32x4.sub", 1, quotient);

  const z = lanes.op("f32x4.mul", magnitude, magnitude);
  const p = lanes.op("f32x4.mul", z, lanes.polynomial(z, COEFFICIENTS));
  const small = lanes.op("f32x4.add", magnitude, lanes.op("f32x4.mul", magnitude, p));

  const result = lanes.choose(lanes.op("f32x4.lt", magnitude, SMALL), small, large);
  return lanes.choose(0x80000000, x, result);
}

/** Interpolates (tanh(x) − x) / x³ as a function of x², at Chebyshev nodes of [0, 0.3907]. */
const COEFFICIENTS = [-0.33333329, 0.1333277, -0.05385085, 0.020996894, -0.00609629952];
