import { type DType, dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { emitNarrowed, emitWidened } from "./half-floats.ts";

/** How many elements a vector instruction sees: four, or one, which fills the first lane. */
export type Lane = "four" | "one";

/** Leaves four elements of memory on the stack, as {@link Lanes} holds them. */
export function emitLoad(code: FunctionBuilder, address: Local, dtype: DType, lane: Lane, bytes = 0): void {
  if (isWord(dtype)) {
    code.get(address).memory(lane === "four" ? "v128.load" : "v128.load32_zero", bytes);
    return;
  }
  if (lane === "one") {
    emitLoadSplat(code, address, dtype, bytes);
    return;
  }
  if (dtype === "float16") {
    code.get(address).memory("v128.load64_zero", bytes).op("i32x4.extend_low_i16x8_u");
    emitWidened(code);
    return;
  }
  code
    .get(address)
    .memory("v128.load32_zero", bytes)
    .op("i16x8.extend_low_i8x16_u")
    .op("i32x4.extend_low_i16x8_u");
  if (dtype === "bool") code.op("i32x4.neg");
}

/** Leaves one element, four times, on the stack. */
export function emitLoadSplat(code: FunctionBuilder, address: Local, dtype: DType, bytes = 0): void {
  if (isWord(dtype)) {
    code.get(address).memory("v128.load32_splat", bytes);
    return;
  }
  if (dtype === "float16") {
    code.get(address).memory("i32.load16_u", bytes).op("i32x4.splat");
    emitWidened(code);
    return;
  }
  code.get(address).memory("i32.load8_u", bytes).op("i32x4.splat");
  if (dtype === "bool") code.op("i32x4.neg");
}

export function emitStore(
  code: FunctionBuilder,
  address: Local,
  value: Local,
  dtype: DType,
  lane: Lane,
  bytes = 0,
): void {
  if (isWord(dtype)) {
    code.get(address).get(value);
    if (lane === "four") code.memory("v128.store", bytes);
    else code.memoryLane("v128.store32_lane", 0, bytes);
    return;
  }
  code.get(address);
  if (dtype === "float16") {
    emitNarrowed(code, value);
    code.v128(0).op("i16x8.narrow_i32x4_u");
    code.memoryLane(lane === "four" ? "v128.store64_lane" : "v128.store16_lane", 0, bytes);
    return;
  }
  code.get(value).get(value).lowBytes();
  // A mask is stored as ones.
  if (dtype === "bool") code.v128(0x01010101).op("v128.and");
  code.memoryLane(lane === "four" ? "v128.store32_lane" : "v128.store8_lane", 0, bytes);
}

/** Whether an element in memory is what a lane of a register is. */
function isWord(dtype: DType): boolean {
  return dtypeInfo(dtype).bytes === 4;
}
