import type { Slot } from "../compute-dispatch.ts";
import type { Dispatch } from "../dispatch.ts";

/**
 * What is sorted: rows of records, each of some words that are compared one after the other, and of its place in the row,
 * which is compared last. No two of a row are equal, so that any order of them is the stable one.
 */
export interface Records {
  readonly rows: number;
  readonly length: number;
  readonly keys: number;
}

/** Dispatches that sort, and where the records then lie. */
export interface Sorting {
  readonly dispatches: readonly Dispatch[];
  readonly sorted: Slot;
}

export const RECORD = "Record";

export function recordStruct({ keys }: Records): string {
  const fields = Array.from({ length: keys }, (_, k) => `key${k}: u32,`);
  return `struct ${RECORD} {\n  ${[...fields, "place: u32,"].join("\n  ")}\n}`;
}

/** `before(a: Record, b: Record) -> bool`. */
export function recordOrder({ keys }: Records): string {
  const tests = Array.from(
    { length: keys },
    (_, k) => `if (a.key${k} != b.key${k}) { return a.key${k} < b.key${k}; }`,
  );
  return `fn before(a: ${RECORD}, b: ${RECORD}) -> bool {\n  ${[...tests, "return a.place < b.place;"].join("\n  ")}\n}`;
}

export function recordBytes({ keys }: Records): number {
  return 4 * (keys + 1);
}

/** The buffer that the records to be sorted are written to. */
export function recordsSlot(records: Records): Slot {
  return slot("records", records);
}

/** The other one, that they are merged into. */
export function mergedSlot(records: Records): Slot {
  return slot("merged", records);
}

function slot(name: string, records: Records): Slot {
  const bytes = records.rows * records.length * recordBytes(records);
  return { name, type: RECORD, binding: { kind: "scratch", name, bytes } };
}
