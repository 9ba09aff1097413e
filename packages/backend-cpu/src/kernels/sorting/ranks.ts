import type { DType } from "@elegy/autodiff/spi";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";

/** From four elements on the stack to words that ascend, signed, as they do in XLA's total order, but with each NaN above all. */
export function emitRanks(code: FunctionBuilder, dtype: DType): void {
  if (dtype === "uint32") code.v128(0x80000000).op("v128.xor");
  else if (dtype === "bool") code.v128(1).op("v128.and");
  else if (dtype === "float32") emitFloatRanks(code);
}

function emitFloatRanks(code: FunctionBuilder): void {
  const floats = code.local("v128");
  // The magnitude of a negative number counts backwards.
  code.tee(floats).get(floats).i32(31).op("i32x4.shr_s").v128(0x7fffffff).op("v128.and").op("v128.xor");
  const ranks = code.local("v128");
  code.set(ranks).v128(0x7fffffff).get(ranks).get(floats).get(floats).op("f32x4.ne").op("v128.bitselect");
}
