import {
  type CorePrimitives,
  type DType,
  dtypeInfo,
  halfBits,
  roundToHalf,
  sizeOf,
} from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { MemoryOpName } from "../assembler/opcodes.ts";
import { emitFill } from "../codegen/fill.ts";
import { emitNarrowed, roundedToHalf } from "../codegen/half-floats.ts";
import { floatBits, Lanes } from "../codegen/lanes.ts";
import { advance, offset, repeat } from "../codegen/loop.ts";
import { present } from "../codegen/present.ts";
import { kernel, type LoopRule } from "./kernel-rule.ts";

export const constant: LoopRule<CorePrimitives["constant"]> = {
  kind: "loop",
  takesHalves: true,
  lower: ({ params }) =>
    kernel((module) => {
      const code = new FunctionBuilder(["i32"]);
      const [store, bits] = inMemory(params);
      return module.define(code.get(code.params[0]).i32(bits).memory(store));
    }),
  constant: registerBits,
};

function inMemory(params: CorePrimitives["constant"]): readonly [MemoryOpName, number] {
  switch (dtypeInfo(params.dtype).bytes) {
    case 1:
      return ["i32.store8", Number(params.value)];
    case 2:
      return ["i32.store16", halfBits(Number(params.value))];
    default:
      return ["i32.store", registerBits(params)];
  }
}

/** The bits of a lane: as in memory, but all ones for `true`. */
function registerBits({ value, dtype }: CorePrimitives["constant"]): number {
  if (dtype === "float32") return floatBits(Number(value));
  if (dtype === "float16") return floatBits(roundToHalf(Number(value)));
  if (dtype === "bool") return value ? -1 : 0;
  return Number(value) | 0;
}

export const iota: LoopRule<CorePrimitives["iota"]> = {
  kind: "loop",
  takesHalves: true,
  lower: ({ params: { dtype, shape, dimension } }) =>
    kernel((module) => {
      const code = new FunctionBuilder(["i32"]);
      if (sizeOf(shape) === 0) return module.define(code);
      const [target] = code.params;
      const width = dtypeInfo(dtype).bytes;
      const outer = sizeOf(shape.slice(0, dimension));
      const count = present(shape[dimension]);
      const run = width * sizeOf(shape.slice(dimension + 1));

      if (run === 4 && outer === 1) {
        emitAscending(code, target, count, dtype);
        return module.define(code);
      }
      const cursor = offset(code, target, 0);
      const index = code.local("i32");
      const pattern = code.local("v128");
      code.i32(0).set(index);
      repeat(code, count, () => {
        code.get(index);
        emitSplat(module, code, dtype);
        code.set(pattern);
        emitFill(code, cursor, run, pattern);
        code.get(index).i32(1).op("i32.add").set(index);
        code.get(cursor).i32(run).op("i32.add").set(cursor);
      });
      repeat(code, outer - 1, () => {
        code
          .get(cursor)
          .get(target)
          .i32(count * run)
          .memoryCopy();
        code
          .get(cursor)
          .i32(count * run)
          .op("i32.add")
          .set(cursor);
      });
      return module.define(code);
    }),
};

/** 0, 1, 2, … as words; the last vector may spill over, as blocks are rounded up to whole vectors. */
function emitAscending(code: FunctionBuilder, target: Local, count: number, dtype: DType): void {
  const cursor = offset(code, target, 0);
  const numbers = code.local("v128");
  code.v128Ascending().set(numbers);
  repeat(code, Math.ceil(count / 4), () => {
    code.get(cursor).get(numbers);
    if (dtype === "float32") code.op("f32x4.convert_i32x4_s");
    code.memory("v128.store");
    code.get(numbers).v128(4).op("i32x4.add").set(numbers);
    advance(code, cursor, 16);
  });
}

/** From an integer on the stack to a vector full of it. */
function emitSplat(module: ModuleBuilder, code: FunctionBuilder, dtype: DType): void {
  if (dtype === "float16") {
    const number = code.local("v128");
    code.op("f32.convert_i32_s").op("f32x4.splat").set(number);
    const halves = code.local("v128");
    emitNarrowed(code, roundedToHalf(new Lanes(module, code), number));
    code.tee(halves).get(halves).op("i16x8.narrow_i32x4_u");
  } else if (dtype === "float32") code.op("f32.convert_i32_s").op("f32x4.splat");
  else if (dtypeInfo(dtype).bytes === 4) code.op("i32x4.splat");
  else if (dtype === "bool") code.i32(0).op("i32.ne").op("i8x16.splat");
  else code.op("i8x16.splat");
}
