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
  const [a, b, c] = loadColumns(code, source, columns, sourceStride);
  const [low, high] = [mix(code, a, b, [0, 4, 1, 5]), mix(code, a, b, [2, 6, 3, 7])];
  let results = [low, high];
  if (columns === 3) {
    // a0 b0 c0 a1, b1 c1 a2 b2, c2 a3 b3 c3
    const middle = mix(code, mix(code, low, c, [3, 5, 3, 5]), high, [0, 1, 4, 5]);
    results = [mix(code, low, c, [0, 1, 4, 2]), middle, mix(code, c, high, [2, 6, 7, 3])];
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
      const loaded = loadColumns(code, source, 4, sourceStride, row);
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

/** Element by element; the addresses are moved. */
function emitRectangle(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  rows: number,
  columns: number,
  { sourceStride, targetStride }: TransposeTiles,
): void {
  if (columns === 0) return;
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
  const halves = (
    [
      [0, 4, 1, 5],
      [2, 6, 3, 7],
    ] as const
  ).map((lanes) => [mix(code, a, b, lanes), mix(code, c, d, lanes)] as const);
  return halves.flatMap(([ab, cd]) => [mix(code, ab, cd, [0, 1, 4, 5]), mix(code, ab, cd, [2, 3, 6, 7])]);
}

/** Four rows of some columns, from so many on. */
function loadColumns(code: FunctionBuilder, source: Local, count: number, stride: number, row = 0): Local[] {
  return Array.from({ length: count }, (_, column) => {
    const vector = code.local("v128");
    code
      .get(source)
      .memory("v128.load", 4 * (column * stride + row))
      .set(vector);
    return vector;
  });
}

function mix(
  code: FunctionBuilder,
  x: Local | undefined,
  y: Local | undefined,
  lanes: readonly [number, number, number, number],
): Local {
  const mixed = code.local("v128");
  code.get(present(x)).get(present(y)).shuffle(lanes).set(mixed);
  return mixed;
}
