import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { offset } from "../../codegen/loop.ts";
import { ENTRY } from "./entry.ts";
import { mergeSort } from "./merge-sort.ts";
import { COUNTS_BYTES, radixSort } from "./radix-sort.ts";

/** From so many entries on, counting digits costs less than merging. */
const MANY = 256;

/** Bytes to sort so many entries in: for two places that hold them, and counts. */
export function entrySortBytes(size: number): number {
  // A kernel of nothing has its parameter all the same.
  return 2 * ENTRY * Math.max(1, size) + (size < MANY ? 0 : COUNTS_BYTES);
}

/** Sorts entries, which lie in one half of a workspace, by their keys, stably; `entries` then holds in which. */
export function emitEntrySort(
  module: ModuleBuilder,
  code: FunctionBuilder,
  { size, entries, workspace }: { readonly size: number; readonly entries: Local; readonly workspace: Local },
): void {
  const half = ENTRY * size;
  const second = offset(code, workspace, half);
  // The other half is where the entries are not.
  code
    .get(entries)
    .get(second)
    .get(workspace)
    .get(entries)
    .get(workspace)
    .op("i32.eq")
    .op("select")
    .i32(half);
  if (size < MANY) code.call(mergeSort(module));
  else code.get(second).i32(half).op("i32.add").call(radixSort(module));
  code.set(entries);
}
