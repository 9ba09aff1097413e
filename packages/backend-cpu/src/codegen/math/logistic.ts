import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { exp } from "./exp.ts";

/** 1 / (1 + e^−x), for negative x e^x / (1 + e^x): the exponential never overflows. */
export function logistic(lanes: Lanes, x: Local): Local {
  const power = exp(lanes, lanes.op("f32x4.neg", lanes.op("f32x4.abs", x)));
  const numerator = lanes.choose(lanes.op("f32x4.lt", x, 0), power, lanes.float(1));
  return lanes.op("f32x4.div", numerator, lanes.op("f32x4.add", power, 1));
}
