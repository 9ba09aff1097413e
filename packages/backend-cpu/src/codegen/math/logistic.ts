import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { PRECISE, raisedExp } from "./exp.ts";

/** 1 / (1 + e^−x), for negative x e^x / (1 + e^x), all of it 2⁹⁶ times: the exponential neither overflows nor loses digits. */
export function logistic(lanes: Lanes, x: Local): Local {
  const power = raisedExp(lanes, lanes.op("f32x4.neg", lanes.op("f32x4.abs", x)), PRECISE);
  const one = lanes.float(2 ** 96);
  const numerator = lanes.choose(lanes.op("f32x4.lt", x, 0), power, one);
  return lanes.op("f32x4.div", numerator, lanes.op("f32x4.add", power, one));
}
