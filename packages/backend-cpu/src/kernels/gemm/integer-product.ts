import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { advance, forEachIndex, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import type { Pointers } from "./packed-product.ts";

/** Rows and vectors of columns whose sums are in registers at once. */
const ROWS = 4;
const VECTORS = 2;

/** Integer products, modulo 2³²: four columns at a time where B has contiguous rows, else one by one. */
export function emitIntegerProduct(code: FunctionBuilder, product: BatchedProduct, pointers: Pointers): void {
  const { m, n, a, b } = product;
  if (b.column !== 1 || n < 4) {
    emitOneByOne(code, product, pointers);
    return;
  }
  const [rowA, rowC] = [offset(code, pointers.a, 0), offset(code, pointers.c, 0)];
  const rows = (count: number): void => {
    const [columns, target] = [offset(code, pointers.b, 0), offset(code, rowC, 0)];
    const strip = (vectors: number): void =>
      emitTile(code, product, { a: rowA, b: columns, c: target }, count, vectors);
    const move = (elements: number): void => {
      advance(code, columns, 4 * elements);
      advance(code, target, 4 * elements);
    };
    repeat(code, Math.floor(n / (4 * VECTORS)), () => {
      strip(VECTORS);
      move(4 * VECTORS);
    });
    const rest = n % (4 * VECTORS);
    if (rest > 4) {
      strip(1);
      move(4);
    }
    // The last four columns, some of them for the second time.
    if (rest > 0) {
      move((rest > 4 ? rest - 4 : rest) - 4);
      strip(1);
    }
  };
  repeat(code, Math.floor(m / ROWS), () => {
    rows(ROWS);
    advance(code, rowA, 4 * ROWS * a.row);
    advance(code, rowC, 4 * ROWS * n);
  });
  if (m % ROWS > 0) rows(m % ROWS);
}

interface Tile {
  readonly a: Local;
  readonly b: Local;
  readonly c: Local;
}

function emitTile(
  code: FunctionBuilder,
  { n, k, a, b }: BatchedProduct,
  tile: Tile,
  rows: number,
  vectors: number,
): void {
  const [left, right] = [offset(code, tile.a, 0), offset(code, tile.b, 0)];
  const sums = Array.from({ length: rows }, () => Array.from({ length: vectors }, () => code.local("v128")));
  const loaded = Array.from({ length: vectors }, () => code.local("v128"));
  const factor = code.local("v128");
  for (const sum of sums.flat()) code.v128(0).set(sum);
  repeat(code, k, () => {
    for (const [vector, local] of loaded.entries())
      code
        .get(right)
        .memory("v128.load", 16 * vector)
        .set(local);
    for (const [row, ofRow] of sums.entries()) {
      code
        .get(left)
        .memory("v128.load32_splat", 4 * row * a.row)
        .set(factor);
      for (const [vector, sum] of ofRow.entries())
        code.get(factor).get(present(loaded[vector])).op("i32x4.mul").get(sum).op("i32x4.add").set(sum);
    }
    advance(code, left, 4 * a.column);
    advance(code, right, 4 * b.row);
  });
  for (const [row, ofRow] of sums.entries())
    for (const [vector, sum] of ofRow.entries())
      code
        .get(tile.c)
        .get(sum)
        .memory("v128.store", 4 * row * n + 16 * vector);
}

function emitOneByOne(code: FunctionBuilder, { m, n, k, a, b }: BatchedProduct, pointers: Pointers): void {
  const cursors = [pointers.a, pointers.b, pointers.c].map((pointer) => ({
    address: offset(code, pointer, 0),
    width: 4,
  }));
  const [row, column, target] = cursors.map(({ address }) => address);
  const axes = [
    { size: m, strides: [a.row, 0, n] },
    { size: n, strides: [0, b.column, 1] },
  ];
  const [left, right, sum] = [code.local("i32"), code.local("i32"), code.local("i32")];
  forEachIndex(code, axes, cursors, () => {
    code.get(present(row)).set(left).get(present(column)).set(right).i32(0).set(sum);
    repeat(code, k, () => {
      code.get(sum).get(left).memory("i32.load").get(right).memory("i32.load");
      code.op("i32.mul").op("i32.add").set(sum);
      advance(code, left, 4 * a.column);
      advance(code, right, 4 * b.row);
    });
    code.get(present(target)).get(sum).memory("i32.store");
  });
}
