import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type CorePrimitives, type DType, dtypeInfo, formatSpec } from "@elegy/autodiff/spi";
import { present } from "../../codegen/present.ts";
import { roundedToHalf } from "../../codegen/half-floats.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";
import { type ByDType, op, type Unary } from "./formula.ts";

const same: Unary = (_lanes, x) => x;
const lowByte: Unary = (lanes, x) => lanes.op("v128.and", x, lanes.bits(255));
const nonZero: Unary = (lanes, x) => lanes.op("i32x4.ne", x, lanes.bits(0));
const maskToOne: Unary = (lanes, x) => lanes.op("v128.and", x, lanes.bits(1));

const FROM_INTEGER: ByDType<Unary> = { int32: same, uint32: same, uint8: lowByte, bool: nonZero };
const fromSigned = op("f32x4.convert_i32x4_s");

/** From, to. A `float16` is a `float32` in registers. */
const TABLE: ByDType<ByDType<Unary>> = {
  float32: {
    float32: same,
    int32: op("i32x4.trunc_sat_f32x4_s"),
    uint32: op("i32x4.trunc_sat_f32x4_u"),
    uint8: (lanes, x) => lanes.op("i32x4.min_u", lanes.op("i32x4.trunc_sat_f32x4_u", x), lanes.bits(255)),
    bool: (lanes, x) => lanes.op("f32x4.ne", x, lanes.float(0)),
  },
  int32: { ...FROM_INTEGER, float32: fromSigned },
  uint32: { ...FROM_INTEGER, float32: op("f32x4.convert_i32x4_u") },
  uint8: { ...FROM_INTEGER, float32: fromSigned, uint8: same },
  bool: {
    float32: (lanes, x) => lanes.op("v128.and", x, lanes.float(1)),
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
    const formula = TABLE[inRegisters(from.dtype)]?.[inRegisters(params.dtype)];
    if (formula === undefined) {
      throw dtypeUnsupported(name, `${formatSpec(from)} to ${params.dtype}`, "Stay with float32.");
    }
    const converted = formula(lanes, present(x));
    // A half float holds whatever has fewer than 32 bits.
    const rounds = params.dtype === "float16" && dtypeInfo(from.dtype).bytes === 4;
    return [rounds ? roundedToHalf(lanes, converted) : converted];
  },
};

function inRegisters(dtype: DType): DType {
  return dtype === "float16" ? "float32" : dtype;
}
