import { type DType, dtypeInfo } from "@elegy/autodiff/spi";
import type { Local } from "../assembler/function-builder.ts";
import type { Axis } from "./axes.ts";
import { emitLoad, emitLoadSplat, emitStore } from "./element-access.ts";
import type { Lanes } from "./lanes.ts";
import { advance, repeat } from "./loop.ts";
import { present } from "./present.ts";

/** Beyond so many vectors written out, the few elements that do not fill a vector are no longer most of a row. */
const MOST_VECTORS = 8;

/** Short rows, taken as many at once as fill whole vectors. */
export interface RowPack {
  readonly rows: number;
  readonly vectors: number;
}

/** One operand or result of packed rows. */
export interface PackedStream {
  readonly address: Local;
  readonly dtype: DType;
  /** Elements from row to row, and within a row: 0 or 1. */
  readonly row: number;
  readonly step: number;
  /** The value, if it is the same for all rows. */
  readonly held: Local | null;
}

/** How rows along the last of two axes are packed; `null` where it gains nothing, or a stream is walked in another way. */
export function packOf(rows: Axis, inner: Axis, moving: readonly number[]): RowPack | null {
  const { size } = inner;
  const perPack = size % 2 === 0 ? 2 : 4;
  const vectors = (perPack * size) / 4;
  if (size % 4 === 0 || vectors > MOST_VECTORS || rows.size < perPack) return null;
  const fits = moving.every((stream) => {
    const [row, step] = [present(rows.strides[stream]), present(inner.strides[stream])];
    return step === 0 || row === 0 || row === size;
  });
  return fits ? { rows: perPack, vectors } : null;
}

/** Runs the body for each vector of `packs` packs of rows of `size` elements; addresses are moved on behind them. */
export function emitPackedRows(
  lanes: Lanes,
  { rows, vectors }: RowPack,
  { packs, size }: { readonly packs: number; readonly size: number },
  reads: readonly PackedStream[],
  writes: readonly PackedStream[],
  body: (values: readonly Local[]) => readonly Local[],
): void {
  const { code } = lanes;
  const all = Array.from({ length: vectors }, (_, vector) => vector);
  const repeated = reads.map((stream) =>
    stream.held === null && stream.step === 1 && stream.row === 0
      ? all.map((vector) => emitPeriodic(lanes, stream, size, 4 * vector))
      : null,
  );
  repeat(code, packs, () => {
    const columns = reads.map((stream) =>
      stream.held === null && stream.step === 0 ? emitColumn(lanes, stream, rows) : null,
    );
    for (const vector of all) {
      const values = reads.map((stream, index): Local => {
        const known = stream.held ?? repeated[index]?.[vector];
        if (known !== undefined && known !== null) return known;
        const column = columns[index];
        if (column !== null && column !== undefined) {
          const rowOf = (lane: number): number => Math.floor((4 * vector + lane) / size);
          return lanes.shuffle(column, column, [rowOf(0), rowOf(1), rowOf(2), rowOf(3)]);
        }
        return emitVector(lanes, stream, vector);
      });
      for (const [index, result] of body(values).entries()) {
        const { address, dtype } = present(writes[index]);
        emitStore(code, address, result, dtype, "four", 4 * vector * dtypeInfo(dtype).bytes);
      }
    }
    for (const { address, dtype, row } of [...reads, ...writes])
      advance(code, address, rows * row * dtypeInfo(dtype).bytes);
  });
}

function emitVector({ code }: Lanes, { address, dtype }: PackedStream, vector: number): Local {
  const value = code.local("v128");
  emitLoad(code, address, dtype, "four", 4 * vector * dtypeInfo(dtype).bytes);
  code.set(value);
  return value;
}

/** Four elements of a row that is followed by itself, from one of its elements on. */
function emitPeriodic(lanes: Lanes, stream: PackedStream, size: number, first: number): Local {
  const at = (lane: number): number => (first + lane) % size;
  return lanes.shuffle(emitPair(lanes, stream, at(0), at(1)), emitPair(lanes, stream, at(2), at(3)), HALVES);
}

/** The one element of each row of a pack. */
function emitColumn(lanes: Lanes, stream: PackedStream, rows: number): Local {
  if (rows === 4 && stream.row === 1) return emitVector(lanes, stream, 0);
  const { row } = stream;
  const pair = emitPair(lanes, stream, 0, row);
  return rows === 2 ? pair : lanes.shuffle(pair, emitPair(lanes, stream, 2 * row, 3 * row), HALVES);
}

/** The first halves of two vectors. */
const HALVES = [0, 1, 4, 5] as const;

/** Two elements, twice over. */
function emitPair({ code }: Lanes, { address, dtype }: PackedStream, first: number, second: number): Local {
  const pair = code.local("v128");
  for (const element of [first, second])
    emitLoadSplat(code, address, dtype, element * dtypeInfo(dtype).bytes);
  code.shuffle([0, 4, 0, 4]).set(pair);
  return pair;
}
