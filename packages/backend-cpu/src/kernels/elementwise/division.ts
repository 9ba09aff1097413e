import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import { remainder } from "../../codegen/math/remainder.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { type Binary, binary, op } from "./formula.ts";
import { perLane, type ScalarBinary } from "./per-lane.ts";

const minusOne: ScalarBinary = (code) => code.i32(-1);
const zero: ScalarBinary = (code) => code.i32(0);
const dividend: ScalarBinary = (code, x) => code.get(x);
const negated: ScalarBinary = (code, x) => code.i32(0).get(x).op("i32.sub");

/** As XLA: the quotient by zero is all ones, the remainder the dividend; the least integer by −1 wraps. */
export const div: ElementwiseRule<object> = binary({
  float32: op("f32x4.div"),
  int32: guarded("i32.div_s", minusOne, negated),
  uint32: guarded("i32.div_u", minusOne, null),
});

export const rem: ElementwiseRule<object> = binary({
  float32: remainder,
  int32: guarded("i32.rem_s", dividend, zero),
  uint32: guarded("i32.rem_u", dividend, null),
});

/** The instruction with its traps fenced off: a divisor of zero and, if signed, of −1. */
function guarded(name: Op, byZero: ScalarBinary, byMinusOne: ScalarBinary | null): Binary {
  return perLane((code, x, y) => {
    const result = code.local("i32");
    const give = (scalar: ScalarBinary) => (): FunctionBuilder => scalar(code, x, y).set(result);
    const divide = give(() => code.get(x).get(y).op(name));
    const nonZero = (): FunctionBuilder =>
      byMinusOne === null ? divide() : code.get(y).i32(-1).op("i32.eq").if(give(byMinusOne), divide);
    return code.get(y).op("i32.eqz").if(give(byZero), nonZero).get(result);
  });
}
