import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { exp } from "./exp.ts";

/** Below this the difference to 1 loses digits. */
const SMALL = 0.5;

/** e^x − 1, near zero x + x²·P(x). */
export function expm1(lanes: Lanes, x: Local): Local {
  const large = lanes.op("f32x4.sub", exp(lanes, x), 1);
  const square = lanes.op("f32x4.mul", x, x);
  const small = lanes.op("f32x4.add", x, lanes.op("f32x4.mul", square, lanes.polynomial(x, COEFFICIENTS)));
  const result = lanes.choose(lanes.op("f32x4.lt", lanes.op("f32x4.abs", x), SMALL), small, large);
  // The sign of x, which the sum above loses for −0.
  return lanes.choose(0x80000000, x, result);
}

/** Interpolates (e^x − 1 − x) / x² at Chebyshev nodes of [−½, ½]. */
const COEFFICIENTS = [0.5, 0.16666667, 0.041665791, 0.008333236, 0.0013982186, 0.00019944874];
