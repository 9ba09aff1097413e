import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { inDoubles } from "./doubles.ts";
import { exp2Double } from "./exp2-double.ts";
import { log2Double } from "./log2-double.ts";

/** As good as ∞ for an exponent, but its product with the logarithm of 1 is 0. */
const HUGE = 1e30;

/** |x|^y = 2^(y·log₂|x|), and the cases of IEEE 754 for the rest. */
export function pow(lanes: Lanes, x: Local, y: Local): Local {
  // With the constant second, pmin and pmax keep a NaN.
  const exponent = lanes.op("f32x4.pmax", lanes.op("f32x4.pmin", y, HUGE), -HUGE);
  const magnitude = inDoubles(lanes, ofMagnitude, lanes.op("f32x4.abs", x), exponent);

  // A negative base keeps its sign if the exponent is odd, and has no power if it is not whole.
  const isWhole = lanes.op("f32x4.eq", exponent, lanes.op("f32x4.nearest", exponent));
  const half = lanes.op("f32x4.mul", exponent, 0.5);
  const isOdd = lanes.op("v128.and", isWhole, lanes.op("f32x4.ne", half, lanes.op("f32x4.nearest", half)));
  const sign = lanes.op("v128.and", lanes.op("v128.and", x, isOdd), 0x80000000);
  const isNegative = lanes.op("v128.and", lanes.op("f32x4.lt", x, 0), lanes.op("f32x4.gt", x, -Infinity));
  // All bits of a lane are a NaN.
  const none = lanes.op("v128.and", isNegative, lanes.op("v128.not", isWhole));
  const result = lanes.op("v128.or", lanes.op("v128.xor", magnitude, sign), none);

  const isOne = lanes.op("v128.or", lanes.op("f32x4.eq", x, 1), lanes.op("f32x4.eq", y, 0));
  return lanes.choose(isOne, lanes.float(1), result);
}

function ofMagnitude(lanes: Lanes, x: Local, y: Local): Local {
  const isZero = lanes.op("f64x2.lt", x, 2 ** -149);
  const isFinite = lanes.op("f64x2.lt", x, Infinity);
  const finite = lanes.choose(isZero, lanes.double(-Infinity), log2Double(lanes, x));
  const logarithm = lanes.choose(isFinite, finite, x);
  return exp2Double(lanes, lanes.op("f64x2.mul", logarithm, y));
}
