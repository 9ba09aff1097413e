import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { offset, repeat } from "./loop.ts";

/** More than this many vectors are written by a loop. */
const UNROLLED = 8;

/** Writes a repeated element, splat over the vector `pattern`, to `bytes` bytes; elements have 1 or 4 bytes. */
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
    const wide = bytes - done >= 4;
    code
      .get(target)
      .get(pattern)
      .memoryLane(wide ? "v128.store32_lane" : "v128.store8_lane", 0, done);
    done += wide ? 4 : 1;
  }
}
