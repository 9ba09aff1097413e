import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../../codegen/lanes.ts";
import { remainder } from "../../codegen/math/remainder.ts";
import type { Rules } from "../kernel-rule.ts";
import { type Binary, binary, op } from "./formula.ts";

/** As XLA: the quotient by zero is all ones, the remainder the dividend; the least integer by −1 wraps. */
export const DIVISION: Rules<"div" | "rem"> = {
  /** As XLA: the quotient by zero is all ones, the remainder the dividend; the least integer by −1 wraps. */
  div: binary({
    float32: op("f32x4.div"),
    int32: signedQuotient,
    uint32: unsignedQuotient,
  }),
  rem: binary({
    float32: remainder,
    int32: remainderBy(signedQuotient),
    uint32: remainderBy(unsignedQuotient),
  }),
};

function signedQuotient(lanes: Lanes, x: Local, y: Local): Local {
  const quotient = throughFloat64(lanes, x, y, "s");
  // That of the least integer by −1 has no place among the integers.
  const byMinusOne = lanes.op("i32x4.eq", y, lanes.bits(-1));
  const wrapped = lanes.choose(byMinusOne, lanes.op("i32x4.neg", x), quotient);
  return onesBeyondZero(lanes, y, wrapped);
}

function unsignedQuotient(lanes: Lanes, x: Local, y: Local): Local {
  return onesBeyondZero(lanes, y, throughFloat64(lanes, x, y, "u"));
}

/** All ones where the divisor is zero. */
function onesBeyondZero(lanes: Lanes, y: Local, quotient: Local): Local {
  return lanes.op("v128.or", quotient, lanes.op("i32x4.eq", y, lanes.bits(0)));
}

/** A quotient of 32-bit integers is further from the next whole number than `float64` rounds. */
function throughFloat64(lanes: Lanes, x: Local, y: Local, sign: "s" | "u"): Local {
  const half = (a: Local, b: Local): Local => {
    const dividend = lanes.op(`f64x2.convert_low_i32x4_${sign}`, a);
    const divisor = lanes.op(`f64x2.convert_low_i32x4_${sign}`, b);
    return lanes.op(`i32x4.trunc_sat_f64x2_${sign}_zero`, lanes.op("f64x2.div", dividend, divisor));
  };
  const high = (vector: Local): Local => lanes.shuffle(vector, vector, [2, 3, 0, 1]);
  return lanes.shuffle(half(x, y), half(high(x), high(y)), [0, 1, 4, 5]);
}

function remainderBy(quotient: Binary): Binary {
  return (lanes, x, y) => lanes.op("i32x4.sub", x, lanes.op("i32x4.mul", quotient(lanes, x, y), y));
}
