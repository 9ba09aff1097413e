import { FunctionBuilder, type FunctionRef, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { ENTRY } from "./entry.ts";
import { insertionRuns, RUN } from "./insertion-runs.ts";

/**
 * A function of `(entries, scratch, bytes)` that sorts entries by their keys, stably, and returns where they are then:
 * `entries` or `scratch`. Bottom up: short runs, and then those of twice, four times, … as many
 * entries, are merged from one place into the other.
 */
export function mergeSort(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32"], ["i32"]);
  const [entries, scratch, bytes] = code.params().map((local) => present(local)) as [Local, Local, Local];
  const [from, to, width] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const [start, middle, end] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const merge = mergeRuns(module);

  code.get(entries).get(bytes).call(insertionRuns(module));
  code
    .get(entries)
    .set(from)
    .get(scratch)
    .set(to)
    .i32(RUN * ENTRY)
    .set(width);
  code.block((sorted) => {
    code.loop((nextWidth) => {
      code.get(width).get(bytes).op("i32.ge_u").branchIf(sorted);
      code.i32(0).set(start);
      code.loop((nextPair) => {
        emitLeast(code, middle, start, width, bytes);
        emitLeast(code, end, middle, width, bytes);
        for (const bound of [start, middle, end]) code.get(from).get(bound).op("i32.add");
        code.get(to).get(start).op("i32.add").call(merge);
        code.get(end).tee(start).get(bytes).op("i32.lt_u").branchIf(nextPair);
      });
      const other = offset(code, from, 0);
      code.get(to).set(from).get(other).set(to);
      code.get(width).i32(1).op("i32.shl").set(width);
      code.branch(nextWidth);
    });
  });
  return module.define(code.get(from));
}

/** result = min(a + b, most) */
function emitLeast(code: FunctionBuilder, result: Local, a: Local, b: Local, most: Local): void {
  code.get(a).get(b).op("i32.add").tee(result);
  code.get(most).get(result).get(most).op("i32.lt_u").op("select").set(result);
}

/** A function of `(left, right, end, target)` that merges the run from `left` to `right` with that up to `end`. */
function mergeRuns(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32", "i32"]);
  const [left, right, end, target] = code.params().map((local) => present(local)) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const middle = offset(code, right, 0);
  const [leftKey, rightKey] = [code.local("i32"), code.local("i32")];
  const copyRest = (from: Local, limit: Local): void => {
    code.get(target).get(from).get(limit).get(from).op("i32.sub").memoryCopy();
  };
  const take = (from: Local, key: Local): void => {
    code.get(target).get(key).memory("i32.store");
    code.get(target).get(from).memory("i32.load", 4).memory("i32.store", 4);
    advance(code, target, ENTRY);
    advance(code, from, ENTRY);
  };

  code.block((merged) => {
    code.get(right).get(end).op("i32.eq").branchIf(merged);
    code.get(left).memory("i32.load").set(leftKey);
    code.get(right).memory("i32.load").set(rightKey);
    code.loop((next) => {
      // Of equals the left one comes first.
      code.get(rightKey).get(leftKey).op("i32.lt_u");
      code.if(
        () => {
          take(right, rightKey);
          code.get(right).get(end).op("i32.eq").branchIf(merged);
          code.get(right).memory("i32.load").set(rightKey);
        },
        () => {
          take(left, leftKey);
          code.get(left).get(middle).op("i32.eq").branchIf(merged);
          code.get(left).memory("i32.load").set(leftKey);
        },
      );
      code.branch(next);
    });
  });
  copyRest(left, middle);
  // The left rest, if there is one, was the last to be written.
  code.get(target).get(middle).get(left).op("i32.sub").op("i32.add").set(target);
  copyRest(right, end);
  return module.define(code);
}
