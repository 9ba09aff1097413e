import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { inDoubles } from "./doubles.ts";
import { exp2Double } from "./exp2-double.ts";
import { log2Double } from "./log2-double.ts";

/** 2^(log₂|x| / 3) with the sign of x; 0, ∞ and NaN are their own roots. */
export function cbrt(lanes: Lanes, x: Local): Local {
  const magnitude = lanes.op("f32x4.abs", x);
  const root = inDoubles(
    lanes,
    (inner, z) => exp2Double(inner, inner.op("f64x2.mul", log2Double(inner, z), 1 / 3)),
    magnitude,
  );
  const hasLogarithm = lanes.op(
    "v128.and",
    lanes.op("f32x4.gt", magnitude, 0),
    lanes.op("f32x4.lt", magnitude, Infinity),
  );
  return lanes.choose(hasLogarithm, lanes.choose(0x80000000, x, root), x);
}
