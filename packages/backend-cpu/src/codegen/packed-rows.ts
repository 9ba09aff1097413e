import type { DType } from "@elegy/autodiff/spi";
import type { Local } from "../assembler/function-builder.ts";
import type { Axis } from "./axes.ts";
import { emitLoad, emitLoadSplat } from "./element-access.ts";
import type { Lanes } from "./lanes.ts";
import { present } from "./present.ts";

/** Beyond so many vectors written out, the few elements that do not fill a vector are no longer most of a row. */
const MOST_VECTORS = 8;

/** Short rows, taken as many at once as fill whole vectors. */
export interface RowPack {
  readonly rows: number;
  readonly vectors: number;
}

type Value = (vector: number) => Local;

/** One operand or result of packed rows. */
export interface PackedStream {
  readonly address: Local;
  readonly dtype: DType;
  /** Bytes of an element. */
  readonly width: number;
  /** Elements from row to row, and within a row: 0 or 1. */
  readonly row: number;
  readonly step: number;
  /** Its elements in the vector that is so many behind the address; `null` where they are loaded from there. */
  readonly value: Value | null;
}

/** How rows along the last of two axes are packed; `null` where it gains nothing, or a stream is walked in another way. */
export function packOf(rows: Axis, inner: Axis): RowPack | null {
  const { size } = inner;
  const perPack = size % 2 === 0 ? 2 : 4;
  const vectors = (perPack * size) / 4;
  if (size % 4 === 0 || vectors > MOST_VECTORS || rows.size < perPack) return null;
  const fits = rows.strides.every((row, stream) => row === 0 || row === size || inner.strides[stream] === 0);
  return fits ? { rows: perPack, vectors } : null;
}

/** The elements of a row that is the same for all rows. */
export function repeatedRow(lanes: Lanes, stream: PackedStream, size: number, { vectors }: RowPack): Value {
  const loaded = Array.from({ length: vectors }, (_, vector) => {
    const at = (lane: number): number => (4 * vector + lane) % size;
    return lanes.shuffle(
      emitPair(lanes, stream, at(0), at(1)),
      emitPair(lanes, stream, at(2), at(3)),
      HALVES,
    );
  });
  return (vector) => present(loaded[vector]);
}

/** The one element of each row of a pack, for all of its row. */
export function repeatedColumn(lanes: Lanes, stream: PackedStream, size: number, { rows }: RowPack): Value {
  const column = emitColumn(lanes, stream, rows);
  return (vector) => {
    const rowOf = (lane: number): number => Math.floor((4 * vector + lane) / size);
    return lanes.shuffle(column, column, [rowOf(0), rowOf(1), rowOf(2), rowOf(3)]);
  };
}

function emitColumn(lanes: Lanes, stream: PackedStream, rows: number): Local {
  const { address, dtype, row } = stream;
  if (rows === 4 && row === 1) {
    const column = lanes.code.local("v128");
    emitLoad(lanes.code, address, dtype, "four");
    lanes.code.set(column);
    return column;
  }
  const pair = emitPair(lanes, stream, 0, row);
  return rows === 2 ? pair : lanes.shuffle(pair, emitPair(lanes, stream, 2 * row, 3 * row), HALVES);
}

/** The first halves of two vectors. */
const HALVES = [0, 1, 4, 5] as const;

/** Two elements, twice over. */
function emitPair(
  { code }: Lanes,
  { address, dtype, width }: PackedStream,
  first: number,
  second: number,
): Local {
  const pair = code.local("v128");
  for (const element of [first, second]) emitLoadSplat(code, address, dtype, element * width);
  code.shuffle([0, 4, 0, 4]).set(pair);
  return pair;
}
