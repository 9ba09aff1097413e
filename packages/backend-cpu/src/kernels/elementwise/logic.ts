import type { Op } from "../../assembler/opcodes.ts";
import { present } from "../../codegen/present.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { type Binary, binary, op, type Unary, unary } from "./formula.ts";
import { perLane } from "./per-lane.ts";

export const and: ElementwiseRule<object> = bitwise("v128.and");
export const or: ElementwiseRule<object> = bitwise("v128.or");
export const xor: ElementwiseRule<object> = bitwise("v128.xor");

const lowByte: Unary = (lanes, x) => lanes.op("v128.and", lanes.op("v128.not", x), lanes.bits(255));

export const not: ElementwiseRule<object> = unary({
  int32: op("v128.not"),
  uint32: op("v128.not"),
  uint8: lowByte,
  bool: op("v128.not"),
});

export const shiftLeft: ElementwiseRule<object> = shift("i32x4.shl", "i32.shl", "zero");
export const shiftRightLogical: ElementwiseRule<object> = shift("i32x4.shr_u", "i32.shr_u", "zero");
export const shiftRightArithmetic: ElementwiseRule<object> = shift("i32x4.shr_s", "i32.shr_s", "sign");

/** `[predicate, onTrue, onFalse]`: in registers a predicate is a mask. */
export const select: ElementwiseRule<object> = {
  kind: "elementwise",
  takesHalves: true,
  emit: (lanes, [mask, onTrue, onFalse]) => [lanes.choose(present(mask), present(onTrue), present(onFalse))],
};

function bitwise(name: Op): ElementwiseRule<object> {
  return binary({ int32: op(name), uint32: op(name), uint8: op(name), bool: op(name) });
}

/** The instructions take the count modulo 32; a greater one, read as unsigned, leaves `beyond`. */
function shift(
  vector: "i32x4.shl" | "i32x4.shr_u" | "i32x4.shr_s",
  scalar: "i32.shl" | "i32.shr_u" | "i32.shr_s",
  beyond: "zero" | "sign",
): ElementwiseRule<object> {
  const general = perLane((code, x, count) => {
    const far = code.local("i32");
    if (beyond === "zero") code.i32(0);
    else code.get(x).i32(31).op("i32.shr_s");
    code.set(far);
    code.get(x).get(count).op(scalar).get(far);
    return code.get(count).i32(32).op("i32.lt_u").op("select");
  });
  const formula: Binary = (lanes, x, count) => {
    const known = lanes.constantOf(count);
    if (known === undefined) return general(lanes, x, count);
    if (known >= 0 && known < 32) return lanes.shift(vector, x, known);
    return beyond === "zero" ? lanes.bits(0) : lanes.shift(vector, x, 31);
  };
  return binary({ int32: formula, uint32: formula });
}
