import type { Lanes } from "../../codegen/lanes.ts";
import type { Local } from "../../assembler/function-builder.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { type Unary, unary } from "./formula.ts";

/** Sums of pairs, of fours and of bytes; the product gathers the four bytes in the highest. */
const count: Unary = (lanes, x) => {
  const pairs = lanes.op("i32x4.sub", x, masked(lanes, lanes.shift("i32x4.shr_u", x, 1), 0x55555555));
  const fours = lanes.op(
    "i32x4.add",
    masked(lanes, pairs, 0x33333333),
    masked(lanes, lanes.shift("i32x4.shr_u", pairs, 2), 0x33333333),
  );
  const bytes = lanes.op("i32x4.add", fours, lanes.shift("i32x4.shr_u", fours, 4));
  const sums = lanes.op("i32x4.mul", masked(lanes, bytes, 0x0f0f0f0f), lanes.bits(0x01010101));
  return lanes.shift("i32x4.shr_u", sums, 24);
};

function masked(lanes: Lanes, x: Local, mask: number): Local {
  return lanes.op("v128.and", x, lanes.bits(mask));
}

export const populationCount: ElementwiseRule<object> = unary({ int32: count, uint32: count });
