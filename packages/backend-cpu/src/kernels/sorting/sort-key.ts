import { type DType, dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";

/** Leaves a word on the stack that ascends, unsigned, as the element at an address does: NaN last, −0 with 0. */
export function emitSortKey(code: FunctionBuilder, address: Local, dtype: DType): void {
  code.get(address).memory(dtypeInfo(dtype).bytes === 1 ? "i32.load8_u" : "i32.load");
  if (dtype === "int32") code.i32(SIGN).op("i32.xor");
  else if (dtype === "float32") emitFloatKey(code);
}

const SIGN = -(2 ** 31);
const INFINITY_BITS = 0x7f800000;

function emitFloatKey(code: FunctionBuilder): void {
  const [bits, magnitude, key] = [code.local("i32"), code.local("i32"), code.local("i32")];
  code.tee(bits).i32(~SIGN).op("i32.and").set(magnitude);
  // Positive numbers go above the negative ones, whose magnitude counts backwards.
  code.get(bits).get(bits).i32(31).op("i32.shr_s").i32(SIGN).op("i32.or").op("i32.xor").set(key);
  code.i32(-1);
  code.i32(SIGN).get(key).get(magnitude).op("i32.eqz").op("select");
  code.get(magnitude).i32(INFINITY_BITS).op("i32.gt_u").op("select");
}
