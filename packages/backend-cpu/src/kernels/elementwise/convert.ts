import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type CorePrimitives, type DType, formatSpec } from "@elegy/autodiff/spi";
import { present } from "../../codegen/present.ts";
import { roundedToHalf } from "../../codegen/half-floats.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { op, type Unary } from "./formula.ts";

type Held = "float32" | "float16" | "int32" | "uint32" | "uint8" | "bool";

const same: Unary = (_lanes, x) => x;
const lowByte: Unary = (lanes, x) => lanes.op("v128.and", x, lanes.bits(255));
const nonZero: Unary = (lanes, x) => lanes.op("i32x4.ne", x, lanes.bits(0));
const maskToOne: Unary = (lanes, x) => lanes.op("v128.and", x, lanes.bits(1));

const rounded =
  (toFloat: Unary): Unary =>
  (lanes, x) =>
    roundedToHalf(lanes, toFloat(lanes, x));

const FROM_FLOAT: Readonly<Record<Exclude<Held, "float16">, Unary>> = {
  float32: same,
  int32: op("i32x4.trunc_sat_f32x4_s"),
  uint32: op("i32x4.trunc_sat_f32x4_u"),
  uint8: (lanes, x) => lanes.op("i32x4.min_u", lanes.op("i32x4.trunc_sat_f32x4_u", x), lanes.bits(255)),
  bool: (lanes, x) => lanes.op("f32x4.ne", x, lanes.float(0)),
};
const fromSigned = op("f32x4.convert_i32x4_s");
const fromUnsigned = op("f32x4.convert_i32x4_u");
const fromMask: Unary = (lanes, x) => lanes.op("v128.and", x, lanes.float(1));

const TABLE: Readonly<Record<Held, Readonly<Record<Held, Unary>>>> = {
  float32: { ...FROM_FLOAT, float16: roundedToHalf },
  // In registers it is a float32 already.
  float16: { ...FROM_FLOAT, float16: same },
  int32: {
    float32: fromSigned,
    float16: rounded(fromSigned),
    int32: same,
    uint32: same,
    uint8: lowByte,
    bool: nonZero,
  },
  uint32: {
    float32: fromUnsigned,
    float16: rounded(fromUnsigned),
    int32: same,
    uint32: same,
    uint8: lowByte,
    bool: nonZero,
  },
  uint8: { float32: fromSigned, float16: fromSigned, int32: same, uint32: same, uint8: same, bool: nonZero },
  bool: {
    float32: fromMask,
    float16: fromMask,
    int32: maskToOne,
    uint32: maskToOne,
    uint8: maskToOne,
    bool: same,
  },
};

/** Float to integer truncates and saturates, NaN becomes 0; integers keep their low bits. */
export const convert: ElementwiseRule<CorePrimitives["convert"]> = {
  kind: "elementwise",
  takesHalves: true,
  emit(lanes, [x], { name, params, inputs }) {
    const from = present(inputs[0]);
    if (!isHeld(from.dtype) || !isHeld(params.dtype)) {
      throw dtypeUnsupported(name, `${formatSpec(from)} to ${params.dtype}`, "Stay with float32.");
    }
    return [TABLE[from.dtype][params.dtype](lanes, present(x))];
  },
};

function isHeld(dtype: DType): dtype is Held {
  return Object.hasOwn(TABLE, dtype);
}
