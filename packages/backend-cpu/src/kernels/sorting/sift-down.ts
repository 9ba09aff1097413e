import { FunctionBuilder, type FunctionRef } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance } from "../../codegen/loop.ts";
import { ENTRY } from "./entry.ts";

/**
 * A function of `(heap, bytes, hole, number)` for a heap of signed 64-bit numbers, the least first: puts a number to the
 * hole, so many bytes from the start, or below it.
 */
export function siftDown(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32", "i64"]);
  const [heap, bytes, hole, number] = code.params;
  const [child, at, least] = [code.local("i32"), code.local("i32"), code.local("i64")];
  const pushAddress = (place: typeof hole): void => {
    code.get(heap).get(place).op("i32.add");
  };
  code.block((found) => {
    code.loop((further) => {
      code.get(hole).i32(1).op("i32.shl").i32(ENTRY).op("i32.add").tee(child);
      code.get(bytes).op("i32.ge_u").branchIf(found);
      pushAddress(child);
      code.tee(at).memory("i64.load").set(least);
      code.get(child).i32(ENTRY).op("i32.add").get(bytes).op("i32.lt_u");
      code.if(() => {
        code.get(at).memory("i64.load", ENTRY).get(least).op("i64.lt_s");
        code.if(() => {
          code.get(at).memory("i64.load", ENTRY).set(least);
          advance(code, child, ENTRY);
        });
      });
      code.get(least).get(number).op("i64.gt_s").branchIf(found);
      pushAddress(hole);
      code.get(least).memory("i64.store").get(child).set(hole).branch(further);
    });
  });
  pushAddress(hole);
  return module.define(code.get(number).memory("i64.store"));
}
