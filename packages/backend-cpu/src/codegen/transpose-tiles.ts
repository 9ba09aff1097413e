import { present } from "./present.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { advance, forEachIndex, offset, repeat } from "./loop.ts";

export interface TransposeTiles {
  /** Contiguous in the source. */
  readonly rows: number;
  /** Contiguous in the target. */
  readonly columns: number;
  /** Elements between columns in the source and between rows in the target. */
  readonly sourceStride: number;
  readonly targetStride: number;
}

/** Transposes 32-bit elements: `target[row, column] = source[column, row]`, four by four in registers. */
export function emitTranspose(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  tiles: TransposeTiles,
): void {
  const { rows, columns } = tiles;
  const from = offset(code, source, 0);
  const to = offset(code, target, 0);
  if ((columns === 2 || columns === 3) && tiles.targetStride === columns) {
    repeat(code, Math.floor(rows / 4), () => {
      emitInterleaved(code, from, to, columns, tiles.sourceStride);
      advance(code, from, 16);
      advance(code, to, 16 * columns);
    });
    emitRectangle(code, from, to, rows % 4, columns, tiles);
    return;
  }
  // Sixteen rows at a time read whole cache lines of the source.
  const strip = (height: number, count: number): void =>
    repeat(code, count, () => {
      emitStrip(code, from, to, height, tiles);
      advance(code, from, 4 * height);
      advance(code, to, 4 * height * tiles.targetStride);
    });
  strip(16, Math.floor(rows / 16));
  strip(4, Math.floor((rows % 16) / 4));
  emitRectangle(code, from, to, rows % 4, columns, tiles);
}

/** Four rows of two or three columns, which follow on each other. */
function emitInterleaved(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  columns: 2 | 3,
  sourceStride: number,
): void {
  const load = (column: number): Local => {
    const vector = code.local("v128");
    code
      .get(source)
      .memory("v128.load", 4 * column * sourceStride)
      .set(vector);
    return vector;
  };
  const mix = (x: Local, y: Local, lanes: readonly [number, number, number, number]): Local => {
    const mixed = code.local("v128");
    code.get(x).get(y).shuffle(lanes).set(mixed);
    return mixed;
  };
  const [a, b] = [load(0), load(1)];
  const [low, high] = [mix(a, b, [0, 4, 1, 5]), mix(a, b, [2, 6, 3, 7])];
  let results = [low, high];
  if (columns === 3) {
    const c = load(2);
    // a0 b0 c0 a1, b1 c1 a2 b2, c2 a3 b3 c3
    const middle = mix(mix(low, c, [3, 5, 3, 5]), high, [0, 1, 4, 5]);
    results = [mix(low, c, [0, 1, 4, 2]), middle, mix(c, high, [2, 6, 7, 3])];
  }
  for (const [index, vector] of results.entries())
    code
      .get(target)
      .get(vector)
      .memory("v128.store", 16 * index);
}

/** So many rows, a multiple of four, of all columns. */
function emitStrip(
  code: FunctionBuilder,
  from: Local,
  to: Local,
  height: number,
  tiles: TransposeTiles,
): void {
  const { columns, sourceStride, targetStride } = tiles;
  const source = offset(code, from, 0);
  const target = offset(code, to, 0);
  repeat(code, Math.floor(columns / 4), () => {
    for (let row = 0; row < height; row += 4) {
      const loaded = [0, 1, 2, 3].map((column) => {
        const vector = code.local("v128");
        code
          .get(source)
          .memory("v128.load", 4 * (column * sourceStride + row))
          .set(vector);
        return vector;
      });
      for (const [index, vector] of emitTranspose4(code, loaded).entries()) {
        code
          .get(target)
          .get(vector)
          .memory("v128.store", 4 * (row + index) * targetStride);
      }
    }
    advance(code, source, 16 * sourceStride);
    advance(code, target, 16);
  });
  emitRectangle(code, source, target, height, columns % 4, tiles);
}

function emitRectangle(
  code: FunctionBuilder,
  from: Local,
  to: Local,
  rows: number,
  columns: number,
  { sourceStride, targetStride }: TransposeTiles,
): void {
  if (rows === 0 || columns === 0) return;
  const source = offset(code, from, 0);
  const target = offset(code, to, 0);
  const cursors = [
    { address: source, width: 4 },
    { address: target, width: 4 },
  ];
  const axes = [
    { size: rows, strides: [1, targetStride] },
    { size: columns, strides: [sourceStride, 1] },
  ];
  forEachIndex(code, axes, cursors, () => {
    code.get(target).get(source).memory("i32.load").memory("i32.store");
  });
}

/** The columns of four vectors as four vectors. */
export function emitTranspose4(code: FunctionBuilder, rows: readonly Local[]): Local[] {
  const [a, b, c, d] = rows;
  const mix = (
    x: Local | undefined,
    y: Local | undefined,
    lanes: readonly [number, number, number, number],
  ): Local => {
    const mixed = code.local("v128");
    code.get(present(x)).get(present(y)).shuffle(lanes).set(mixed);
    return mixed;
  };
  const [ab, abHigh] = [mix(a, b, [0, 4, 1, 5]), mix(a, b, [2, 6, 3, 7])];
  const [cd, cdHigh] = [mix(c, d, [0, 4, 1, 5]), mix(c, d, [2, 6, 3, 7])];
  return [
    mix(ab, cd, [0, 1, 4, 5]),
    mix(ab, cd, [2, 3, 6, 7]),
    mix(abHigh, cdHigh, [0, 1, 4, 5]),
    mix(abHigh, cdHigh, [2, 3, 6, 7]),
  ];
}
