import { FunctionBuilder, type FunctionRef, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { ENTRY } from "./entry.ts";

/** A key is four digits of a byte. */
const DIGITS = [0, 1, 2, 3];
const BASE = 256;
const TABLE = 4 * BASE;

/** Bytes of a count for each value of each digit. */
export const COUNTS_BYTES: number = DIGITS.length * TABLE;

/**
 * A function of `(entries, scratch, bytes, counts)` that sorts entries by their keys, stably, and returns where they are
 * then: `entries` or `scratch`. Digit by digit, the last first, each entry goes to where its digit's entries begin. There
 * is an entry.
 */
export function radixSort(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32", "i32"], ["i32"]);
  const [entries, scratch, bytes, counts] = code.params;
  const [from, to] = [offset(code, entries, 0), offset(code, scratch, 0)];
  const forEachEntry = (body: (cursor: Local) => void): void => {
    const cursor = offset(code, from, 0);
    const end = code.local("i32");
    code.get(from).get(bytes).op("i32.add").set(end);
    code.loop((next) => {
      body(cursor);
      advance(code, cursor, ENTRY);
      code.get(cursor).get(end).op("i32.lt_u").branchIf(next);
    });
  };
  const [key, place] = [code.local("i32"), code.local("i32")];
  /** Leaves the address of the count of a digit of the key. */
  const countOf = (digit: number): void => {
    code.get(key);
    if (digit > 0) code.i32(8 * digit).op("i32.shr_u");
    code
      .i32(BASE - 1)
      .op("i32.and")
      .i32(2)
      .op("i32.shl")
      .get(counts)
      .op("i32.add");
    if (digit > 0) code.i32(digit * TABLE).op("i32.add");
  };

  code.get(counts).i32(0).i32(COUNTS_BYTES).memoryFill();
  forEachEntry((cursor) => {
    code.get(cursor).memory("i32.load").set(key);
    for (const digit of DIGITS) {
      countOf(digit);
      code.tee(place).get(place).memory("i32.load").i32(1).op("i32.add").memory("i32.store");
    }
  });
  const [entry, start] = [code.local("i64"), code.local("i32")];
  for (const digit of DIGITS) {
    code.block((inOrder) => {
      // One value of the digit has all entries.
      code.get(from).memory("i32.load").set(key);
      countOf(digit);
      code.memory("i32.load").i32(3).op("i32.shl").get(bytes).op("i32.eq").branchIf(inOrder);

      const slot = offset(code, counts, digit * TABLE);
      code.get(to).set(start);
      repeat(code, BASE, () => {
        code.get(slot).memory("i32.load").i32(3).op("i32.shl").set(place);
        code.get(slot).get(start).memory("i32.store");
        code.get(start).get(place).op("i32.add").set(start);
        advance(code, slot, 4);
      });
      forEachEntry((cursor) => {
        code.get(cursor).memory("i64.load").tee(entry).op("i32.wrap_i64").set(key);
        countOf(digit);
        code.tee(slot).memory("i32.load").tee(place).get(entry).memory("i64.store");
        code.get(slot).get(place).i32(ENTRY).op("i32.add").memory("i32.store");
      });
      code.get(to).get(from).set(to).set(from);
    });
  }
  return module.define(code.get(from));
}
