import type { Op } from "../../assembler/opcodes.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { binary, type Formula, op, type Unary, unary } from "./formula.ts";

export const add: ElementwiseRule<object> = binary(wrapping("f32x4.add", "i32x4.add"));
export const sub: ElementwiseRule<object> = binary(wrapping("f32x4.sub", "i32x4.sub"));
export const mul: ElementwiseRule<object> = binary(wrapping("f32x4.mul", "i32x4.mul"));
export const neg: ElementwiseRule<object> = unary(wrapping("f32x4.neg", "i32x4.neg"));

function wrapping(
  float: Op,
  integer: Op,
): Readonly<Record<"float32" | "int32" | "uint32" | "uint8", Formula>> {
  return { float32: op(float), int32: op(integer), uint32: op(integer), uint8: byte(op(integer)) };
}

/** Keeps the low byte, as arithmetic on `uint8` wraps. */
function byte(formula: Formula): Formula {
  return (lanes, ...operands) => lanes.op("v128.and", formula(lanes, ...operands), lanes.bits(255));
}

const same: Unary = (_lanes, x) => x;

export const abs: ElementwiseRule<object> = unary({
  float32: op("f32x4.abs"),
  int32: op("i32x4.abs"),
  uint32: same,
  uint8: same,
});

export const sign: ElementwiseRule<object> = unary({
  // ±1 with the sign of x, but x itself where it is ±0 or NaN.
  float32: (lanes, x) => {
    const one = lanes.choose(lanes.bits(0x80000000), x, lanes.float(1));
    return lanes.choose(lanes.op("f32x4.gt", lanes.op("f32x4.abs", x), lanes.float(0)), one, x);
  },
  int32: (lanes, x) =>
    lanes.op("i32x4.sub", lanes.op("i32x4.lt_s", x, lanes.bits(0)), lanes.op("i32x4.gt_s", x, lanes.bits(0))),
  uint32: (lanes, x) => lanes.op("i32x4.min_u", x, lanes.bits(1)),
  uint8: (lanes, x) => lanes.op("i32x4.min_u", x, lanes.bits(1)),
});

export const max: ElementwiseRule<object> = binary({
  float32: op("f32x4.max"),
  int32: op("i32x4.max_s"),
  uint32: op("i32x4.max_u"),
  uint8: op("i32x4.max_u"),
  bool: op("v128.or"),
});

export const min: ElementwiseRule<object> = binary({
  float32: op("f32x4.min"),
  int32: op("i32x4.min_s"),
  uint32: op("i32x4.min_u"),
  uint8: op("i32x4.min_u"),
  bool: op("v128.and"),
});

export const floor: ElementwiseRule<object> = unary({ float32: op("f32x4.floor") });
export const ceil: ElementwiseRule<object> = unary({ float32: op("f32x4.ceil") });
export const round: ElementwiseRule<object> = unary({ float32: op("f32x4.nearest") });
export const sqrt: ElementwiseRule<object> = unary({ float32: op("f32x4.sqrt") });
export const rsqrt: ElementwiseRule<object> = unary({
  float32: (lanes, x) => lanes.op("f32x4.div", lanes.float(1), lanes.op("f32x4.sqrt", x)),
});

/** The comparison is false for NaN. */
export const isFinite: ElementwiseRule<object> = unary({
  float32: (lanes, x) => lanes.op("f32x4.lt", lanes.op("f32x4.abs", x), lanes.float(Infinity)),
});
