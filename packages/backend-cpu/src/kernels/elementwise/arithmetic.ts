import type { DType } from "@elegy/autodiff/spi";
import { laneOp, type LaneOp } from "../../codegen/lane-op.ts";
import type { Rules } from "../kernel-rule.ts";
import {
  type Binary,
  binary,
  type ByDType,
  type Formula,
  laneOps,
  op,
  type Unary,
  unary,
} from "./formula.ts";

/** Arithmetic wraps, which for `uint8` is keeping the low byte. */
function wrapping(name: LaneOp): ByDType<Formula> {
  const sum = op(laneOp(name, "uint8"));
  return {
    ...laneOps(name),
    uint8: (lanes, ...operands) => lanes.op("v128.and", sum(lanes, ...operands), lanes.bits(255)),
  };
}

const NUMBERS: readonly DType[] = ["float32", "int32", "uint32", "uint8"];

const same: Unary = (_lanes, x) => x;

/**
 * The greater or lesser of two floats. The instruction for it is eight of the processor's, because NaN wins and the zeros
 * differ. Beside a known number one will do that gives its first operand if they are equal or one is NaN.
 */
function extreme(name: "max" | "min"): Binary {
  return (lanes, x, y) => {
    const known = lanes.constantOf(y);
    if (known === undefined && lanes.constantOf(x) !== undefined) return extreme(name)(lanes, y, x);
    if (known === undefined || isNaNBits(known)) return lanes.op(`f32x4.${name}`, x, y);
    const result = lanes.op(`f32x4.p${name}`, x, y);
    if (known << 1 !== 0) return result;
    // Of zeros that differ the sum is 0 and the union of the signs −0.
    return name === "max" ? lanes.op("f32x4.add", result, y) : lanes.op("v128.or", result, y);
  };
}

function isNaNBits(bits: number): boolean {
  return (bits & 0x7fffffff) > 0x7f800000;
}

/** Sums, products and the like, signs and whole numbers. */
export const ARITHMETIC: Rules<
  | "add"
  | "sub"
  | "mul"
  | "neg"
  | "abs"
  | "sign"
  | "max"
  | "min"
  | "floor"
  | "ceil"
  | "round"
  | "sqrt"
  | "rsqrt"
  | "isFinite"
> = {
  add: binary(wrapping("add")),
  sub: binary(wrapping("sub")),
  mul: binary(wrapping("mul")),
  neg: unary(wrapping("neg")),
  abs: unary({
    ...laneOps("abs", ["float32", "int32"]),
    uint32: same,
    uint8: same,
  }),
  sign: unary({
    // ±1 with the sign of x, but x itself where it is ±0 or NaN.
    float32: (lanes, x) => {
      const one = lanes.choose(lanes.bits(0x80000000), x, lanes.float(1));
      return lanes.choose(lanes.op("f32x4.gt", lanes.op("f32x4.abs", x), lanes.float(0)), one, x);
    },
    int32: (lanes, x) =>
      lanes.op(
        "i32x4.sub",
        lanes.op("i32x4.lt_s", x, lanes.bits(0)),
        lanes.op("i32x4.gt_s", x, lanes.bits(0)),
      ),
    uint32: (lanes, x) => lanes.op("i32x4.min_u", x, lanes.bits(1)),
    uint8: (lanes, x) => lanes.op("i32x4.min_u", x, lanes.bits(1)),
  }),
  max: binary({
    ...laneOps("max", NUMBERS),
    float32: extreme("max"),
    bool: op("v128.or"),
  }),
  min: binary({
    ...laneOps("min", NUMBERS),
    float32: extreme("min"),
    bool: op("v128.and"),
  }),
  floor: unary({ float32: op("f32x4.floor") }),
  ceil: unary({ float32: op("f32x4.ceil") }),
  round: unary({ float32: op("f32x4.nearest") }),
  sqrt: unary({ float32: op("f32x4.sqrt") }),
  rsqrt: unary({
    float32: (lanes, x) => lanes.op("f32x4.div", lanes.float(1), lanes.op("f32x4.sqrt", x)),
  }),
  /** The comparison is false for NaN. */
  isFinite: unary({
    float32: (lanes, x) => lanes.op("f32x4.lt", lanes.op("f32x4.abs", x), lanes.float(Infinity)),
  }),
};
