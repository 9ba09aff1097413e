import { type CorePrimitives, dtypeInfo, halfBits, roundToHalf, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../assembler/function-builder.ts";
import { emitStore } from "../codegen/element-access.ts";
import { floatBits } from "../codegen/lanes.ts";
import { advance, offset, repeat } from "../codegen/loop.ts";
import { present } from "../codegen/present.ts";
import { kernel, type LoopRule } from "./kernel-rule.ts";

export const constant: LoopRule<CorePrimitives["constant"]> = {
  kind: "loop",
  takesHalves: true,
  lower: ({ params }) =>
    kernel((module) => {
      const code = new FunctionBuilder(["i32"]);
      emitStoreConstant(code, code.params[0], params);
      return module.define(code);
    }),
  constant: registerBits,
};

/** Writes a number as one element of a dtype. */
export function emitStoreConstant(
  code: FunctionBuilder,
  address: Local,
  constant: CorePrimitives["constant"],
): void {
  const value = Number(constant.value);
  code.get(address);
  switch (dtypeInfo(constant.dtype).bytes) {
    case 1:
      code.i32(value).memory("i32.store8");
      break;
    case 2:
      code.i32(halfBits(value)).memory("i32.store16");
      break;
    default:
      code.i32(registerBits(constant)).memory("i32.store");
  }
}

/** The bits of a lane: as in memory, but all ones for `true`. */
function registerBits({ value, dtype }: CorePrimitives["constant"]): number {
  if (dtype === "float32") return floatBits(Number(value));
  if (dtype === "float16") return floatBits(roundToHalf(Number(value)));
  if (dtype === "bool") return value ? -1 : 0;
  return Number(value) | 0;
}

/**
 * 0, 1, 2, … along the one axis there is: the plan repeats them along others. The last vector may spill over, as blocks are
 * whole ones.
 */
export const iota: LoopRule<CorePrimitives["iota"]> = {
  kind: "loop",
  lower: ({ params: { shape }, outputs }) =>
    kernel((module) => {
      const { dtype } = present(outputs[0]);
      const code = new FunctionBuilder(["i32"]);
      const cursor = offset(code, code.params[0], 0);
      const [numbers, elements] = [code.local("v128"), code.local("v128")];
      code.v128Ascending().set(numbers);
      repeat(code, Math.ceil(sizeOf(shape) / 4), () => {
        code.get(numbers);
        if (dtype === "float32") code.op("f32x4.convert_i32x4_s");
        else if (dtype === "bool") code.v128(0).op("i32x4.ne");
        code.set(elements);
        emitStore(code, cursor, elements, dtype, "four");
        code.get(numbers).v128(4).op("i32x4.add").set(numbers);
        advance(code, cursor, 4 * dtypeInfo(dtype).bytes);
      });
      return module.define(code);
    }),
};
