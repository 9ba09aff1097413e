import type { DType } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { laneOp } from "./lane-op.ts";

/**
 * `sum += a · b` in each of four lanes of a dtype, `factors` leaving a and b on the stack. Of floats, where the engine has
 * the multiply-add of relaxed SIMD, it is one instruction, and the product is not rounded before it is added.
 */
export function emitMultiplyAdd(
  code: FunctionBuilder,
  dtype: DType,
  sum: Local,
  factors: () => unknown,
): void {
  if (dtype === "float32" && hasMultiplyAdd()) {
    factors();
    code.get(sum).op("f32x4.relaxed_madd").set(sum);
    return;
  }
  code.get(sum);
  factors();
  code.op(laneOp("mul", dtype)).op(laneOp("add", dtype)).set(sum);
}

let known: boolean | undefined;

/** Whether the engine takes a module with the instruction in it. */
export function hasMultiplyAdd(): boolean {
  known ??= WebAssembly.validate(smallestModule());
  return known;
}

function smallestModule(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const code = new FunctionBuilder([], ["v128"]);
  module.define(code.v128(0).v128(0).v128(0).op("f32x4.relaxed_madd"));
  return module.encode();
}
