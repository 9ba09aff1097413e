import type { Local } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import type { Lanes } from "../../codegen/lanes.ts";
import { present } from "../../codegen/present.ts";
import type { ElementwiseRule, Rules } from "../kernel-rule.ts";
import { type Binary, binary, op, type Unary, unary } from "./formula.ts";

const lowByte: Unary = (lanes, x) => lanes.op("v128.and", lanes.op("v128.not", x), lanes.bits(255));

function bitwise(name: Op): ElementwiseRule<object> {
  return binary({ int32: op(name), uint32: op(name), uint8: op(name), bool: op(name) });
}

type Shift = "i32x4.shl" | "i32x4.shr_u" | "i32x4.shr_s";

/** Counts from 32 on, read as unsigned, leave `beyond`. */
function shift(name: Shift, beyond: "zero" | "sign"): ElementwiseRule<object> {
  const formula: Binary = (lanes, x, count) => {
    const known = lanes.constantOf(count);
    const far = (): Local => (beyond === "zero" ? lanes.bits(0) : lanes.shift(name, x, 31));
    if (known !== undefined) return known >= 0 && known < 32 ? lanes.shift(name, x, known) : far();
    const near = lanes.op("i32x4.lt_u", count, lanes.bits(32));
    return lanes.choose(near, lanewise(lanes, name, x, count), far());
  };
  return binary({ int32: formula, uint32: formula });
}

/** There is no instruction that shifts each lane by its own count: by 1, 2, 4, 8 and 16, as the bits of the count say. */
function lanewise(lanes: Lanes, name: Shift, x: Local, count: Local): Local {
  return [0, 1, 2, 3, 4].reduce((shifted, bit) => {
    const mask = lanes.shift("i32x4.shr_s", lanes.shift("i32x4.shl", count, 31 - bit), 31);
    return lanes.choose(mask, lanes.shift(name, shifted, 2 ** bit), shifted);
  }, x);
}

/** Bits, shifts and choices. */
export const LOGIC: Rules<
  "and" | "or" | "xor" | "not" | "shiftLeft" | "shiftRightLogical" | "shiftRightArithmetic" | "select"
> = {
  and: bitwise("v128.and"),
  or: bitwise("v128.or"),
  xor: bitwise("v128.xor"),
  not: unary({
    int32: op("v128.not"),
    uint32: op("v128.not"),
    uint8: lowByte,
    bool: op("v128.not"),
  }),
  shiftLeft: shift("i32x4.shl", "zero"),
  shiftRightLogical: shift("i32x4.shr_u", "zero"),
  shiftRightArithmetic: shift("i32x4.shr_s", "sign"),
  /** `[predicate, onTrue, onFalse]`: in registers a predicate is a mask. */
  select: {
    kind: "elementwise",
    takesHalves: true,
    emit: (lanes, [mask, onTrue, onFalse]) => [
      lanes.choose(present(mask), present(onTrue), present(onFalse)),
    ],
  },
};
