import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { floatBits } from "../../codegen/lanes.ts";
import { pow as vectorPow } from "../../codegen/math/pow.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { type Binary, binary } from "./formula.ts";
import { perLane } from "./per-lane.ts";

/** Exponents that are known and common need no logarithm, where few products are as exact. */
const float: Binary = (lanes, x, y) => {
  const square = (base: Local): Local => lanes.op("f32x4.mul", base, base);
  switch (lanes.constantOf(y)) {
    case floatBits(-1):
      return lanes.op("f32x4.div", lanes.float(1), x);
    case floatBits(1):
      return x;
    case floatBits(2):
      return square(x);
    case floatBits(3):
      return lanes.op("f32x4.mul", square(x), x);
    case floatBits(4):
      return square(square(x));
    default:
      return vectorPow(lanes, x, y);
  }
};

export const pow: ElementwiseRule<object> = binary({
  float32: float,
  int32: perLane((code, x, y) => {
    const result = bySquaring(code, x, y);
    // x^−n is the truncated 1 / x^n: 0 but for x = ±1, where it is x^n.
    const unit = code.local("i32");
    code
      .get(x)
      .i32(1)
      .op("i32.add")
      .i32(2)
      .op("i32.le_u")
      .get(x)
      .op("i32.eqz")
      .op("i32.eqz")
      .op("i32.and")
      .set(unit);
    code.get(result).i32(0).get(y).i32(0).op("i32.ge_s").get(unit).op("i32.or");
    return code.op("select");
  }),
  uint32: perLane((code, x, y) => code.get(bySquaring(code, x, y))),
});

/** The product of x^(2^i) over the bits i of y, modulo 2³². */
function bySquaring(code: FunctionBuilder, x: Local, y: Local): Local {
  const [base, exponent, result] = [code.local("i32"), code.local("i32"), code.local("i32")];
  code.get(x).set(base).get(y).set(exponent).i32(1).set(result);
  code.block((end) => {
    code.loop((head) => {
      code.get(exponent).op("i32.eqz").branchIf(end);
      code.get(exponent).i32(1).op("i32.and");
      code.if(() => code.get(result).get(base).op("i32.mul").set(result));
      code.get(base).get(base).op("i32.mul").set(base);
      code.get(exponent).i32(1).op("i32.shr_u").set(exponent);
      code.branch(head);
    });
  });
  return result;
}
