import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { offset } from "../../codegen/loop.ts";
import { ENTRY } from "./entry.ts";
import { insertionSort } from "./insertion-sort.ts";
import { COUNTS_BYTES, radixSort } from "./radix-sort.ts";

/** So few entries are sorted by insertion before the digits of their keys are counted. */
const FEW = 64;

/** Bytes to sort so many entries in: for two places that hold them, and counts. */
export function entrySortBytes(size: number): number {
  // A kernel of nothing has its parameter all the same.
  return 2 * ENTRY * Math.max(1, size) + (size > FEW ? COUNTS_BYTES : 0);
}

/** Sorts entries, which lie in one half of a workspace, by their keys, stably; `entries` then holds in which. */
export function emitEntrySort(
  module: ModuleBuilder,
  code: FunctionBuilder,
  { size, entries, workspace }: { readonly size: number; readonly entries: Local; readonly workspace: Local },
): void {
  const half = ENTRY * size;
  if (size <= FEW) {
    code.get(entries).i32(half).call(insertionSort(module));
    return;
  }
  const second = offset(code, workspace, half);
  // The other half is where the entries are not.
  code.get(entries).get(second).get(workspace).get(entries).get(workspace).op("i32.eq").op("select");
  code.i32(half).get(second).i32(half).op("i32.add").call(radixSort(module)).set(entries);
}
