import type { DType } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitLoadSplat } from "../../codegen/element-access.ts";
import { emitRanks } from "./ranks.ts";

const SIGN = -(2 ** 31);

/** Leaves a word on the stack that ascends, unsigned, as the element at an address does: NaN last, −0 with 0. */
export function emitSortKey(code: FunctionBuilder, address: Local, dtype: DType): void {
  emitLoadSplat(code, address, dtype);
  // −0 + 0 is 0.
  if (dtype === "float32") code.v128(0).op("f32x4.add");
  emitRanks(code, dtype);
  code.lane("i32x4.extract_lane", 0).i32(SIGN).op("i32.xor");
}
