import type { Op } from "../../assembler/opcodes.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { binary, op } from "./formula.ts";

export const eq: ElementwiseRule<object> = compare("f32x4.eq", "i32x4.eq", "i32x4.eq");
export const ne: ElementwiseRule<object> = compare("f32x4.ne", "i32x4.ne", "i32x4.ne");
export const lt: ElementwiseRule<object> = compare("f32x4.lt", "i32x4.lt_s", "i32x4.lt_u");
export const le: ElementwiseRule<object> = compare("f32x4.le", "i32x4.le_s", "i32x4.le_u");
export const gt: ElementwiseRule<object> = compare("f32x4.gt", "i32x4.gt_s", "i32x4.gt_u");
export const ge: ElementwiseRule<object> = compare("f32x4.ge", "i32x4.ge_s", "i32x4.ge_u");

/** A mask, unsigned, orders as `false < true`. */
function compare(float: Op, signed: Op, unsigned: Op): ElementwiseRule<object> {
  return binary({
    float32: op(float),
    int32: op(signed),
    uint32: op(unsigned),
    uint8: op(unsigned),
    bool: op(unsigned),
  });
}
