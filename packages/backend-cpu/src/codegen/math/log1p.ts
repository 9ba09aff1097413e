import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { log } from "./log.ts";

/** ln(1 + x) = ln(u) · x / (u − 1) with u the rounded 1 + x: the quotient makes up for what rounding lost. */
export function log1p(lanes: Lanes, x: Local): Local {
  const u = lanes.op("f32x4.add", x, 1);
  const logarithm = log(lanes, u);
  const correction = lanes.op("f32x4.div", x, lanes.op("f32x4.sub", u, 1));
  const result = lanes.op("f32x4.mul", logarithm, correction);
  // ∞ / ∞ is no correction, and where u is 1 the logarithm is x itself.
  const upper = lanes.choose(lanes.op("f32x4.eq", u, Infinity), logarithm, result);
  return lanes.choose(lanes.op("f32x4.eq", u, 1), x, upper);
}
