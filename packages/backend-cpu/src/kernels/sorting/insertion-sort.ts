import { FunctionBuilder, type FunctionRef } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, offset } from "../../codegen/loop.ts";
import { ENTRY } from "./entry.ts";

/** A function of `(entries, bytes)` that sorts entries by their keys where they are, stably. */
export function insertionSort(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32"]);
  const [entries, bytes] = code.params;
  const start = entries;
  const [entry, key] = [code.local("i64"), code.local("i32")];
  const [at, before, end] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const next = offset(code, start, ENTRY);
  code.get(start).get(bytes).op("i32.add").set(end);
  code.block((sorted) => {
    code.loop((nextEntry) => {
      code.get(next).get(end).op("i32.ge_u").branchIf(sorted);
      code.get(next).tee(at).memory("i64.load").tee(entry).op("i32.wrap_i64").set(key);
      code.block((found) => {
        code.loop((further) => {
          code.get(at).get(start).op("i32.eq").branchIf(found);
          code.get(at).i32(ENTRY).op("i32.sub").tee(before).memory("i32.load");
          code.get(key).op("i32.le_u").branchIf(found);
          code.get(at).get(before).memory("i64.load").memory("i64.store");
          code.get(before).set(at).branch(further);
        });
      });
      code.get(at).get(entry).memory("i64.store");
      advance(code, next, ENTRY);
      code.branch(nextEntry);
    });
  });
  return module.define(code);
}
