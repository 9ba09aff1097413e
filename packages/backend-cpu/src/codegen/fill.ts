import type { MemoryOpName } from "../assembler/opcodes.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { offset, repeat } from "./loop.ts";
import { present } from "./present.ts";

/** More than this many vectors are written by a loop. */
const UNROLLED = 8;

const STORES = { 1: "v128.store8_lane", 2: "v128.store16_lane", 4: "v128.store32_lane" } as const;

/** Writes a repeated element, splat over the vector `pattern`, to `bytes` bytes; elements have 1, 2 or 4 bytes. */
export function emitFill(code: FunctionBuilder, target: Local, bytes: number, pattern: Local): void {
  const vectors = Math.floor(bytes / 16);
  if (vectors > UNROLLED) {
    const cursor = offset(code, target, 0);
    repeat(code, vectors, () => {
      code.get(cursor).get(pattern).memory("v128.store");
      code.get(cursor).i32(16).op("i32.add").set(cursor);
    });
  } else {
    for (let index = 0; index < vectors; index++)
      code
        .get(target)
        .get(pattern)
        .memory("v128.store", 16 * index);
  }
  if (vectors > 0) {
    if (bytes % 16 !== 0)
      code
        .get(target)
        .get(pattern)
        .memory("v128.store", bytes - 16);
    return;
  }
  for (let done = 0; done < bytes;) {
    const left = bytes - done;
    const width = left >= 4 ? 4 : left >= 2 ? 2 : 1;
    code.get(target).get(pattern).memoryLane(STORES[width], 0, done);
    done += width;
  }
}

/** Writes an element that is known: `bits` are those of a 32-bit one, or of shorter ones that fill as many. */
export function emitFilled(code: FunctionBuilder, target: Local, bytes: number, bits = 0): void {
  const pattern = code.local("v128");
  code.v128(bits).set(pattern);
  emitFill(code, target, bytes, pattern);
}

/** Leaves a vector full of the element at an address, which has 1, 2 or 4 bytes. */
export function emitPattern(code: FunctionBuilder, address: Local, width: number): void {
  code.get(address).memory(present(SPLATS[width]));
}

const SPLATS: { readonly [width: number]: MemoryOpName } = {
  1: "v128.load8_splat",
  2: "v128.load16_splat",
  4: "v128.load32_splat",
};
