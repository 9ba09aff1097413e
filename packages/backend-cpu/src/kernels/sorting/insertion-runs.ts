import { FunctionBuilder, type FunctionRef } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { ENTRY } from "./entry.ts";

/** Entries of a run that is sorted by insertion: so few are sorted faster than they are merged. */
export const RUN = 8;

/** A function of `(entries, bytes)` that sorts each {@link RUN} entries where they are, stably. */
export function insertionRuns(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32"]);
  const [entries, bytes] = code.params().map(present);
  const [entry, key] = [code.local("i64"), code.local("i32")];
  const [at, before, runEnd] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const start = offset(code, present(entries), 0);
  const end = code.local("i32");
  code.get(start).get(present(bytes)).op("i32.add").set(end);
  code.block((done) => {
    code.loop((nextRun) => {
      code.get(start).get(end).op("i32.ge_u").branchIf(done);
      code
        .get(start)
        .i32(RUN * ENTRY)
        .op("i32.add")
        .tee(runEnd);
      code.get(end).get(runEnd).get(end).op("i32.lt_u").op("select").set(runEnd);
      const next = offset(code, start, ENTRY);
      code.block((sorted) => {
        code.loop((nextEntry) => {
          code.get(next).get(runEnd).op("i32.ge_u").branchIf(sorted);
          code.get(next).memory("i64.load").tee(entry).op("i32.wrap_i64").set(key);
          code.get(next).set(at);
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
      code.get(runEnd).set(start).branch(nextRun);
    });
  });
  return module.define(code);
}
