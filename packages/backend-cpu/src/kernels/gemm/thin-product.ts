import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import type { Pointers } from "./packed-product.ts";
import { defineTile } from "./tile.ts";

/** Registers for sums. */
const SUMS = 8;

/** A few rows A times a B of contiguous rows: nothing is used often enough to be packed. */
export function isThin({ m, b }: BatchedProduct): boolean {
  return m <= 4 && b.column === 1;
}

export function emitThinProduct(
  module: ModuleBuilder,
  code: FunctionBuilder,
  { dtype, m, n, k, a, b }: BatchedProduct,
  pointers: Pointers,
): void {
  const width = 4 * Math.floor(SUMS / m);
  const columns = offset(code, pointers.b, 0);
  const target = offset(code, pointers.c, 0);
  const call = (tileColumns: number): void => {
    const tile = defineTile(module, {
      dtype,
      rows: m,
      columns: tileColumns,
      aRow: 4 * a.row,
      aStep: 4 * a.column,
      bStep: 4 * b.row,
      cRow: 4 * n,
    });
    code.get(pointers.a).get(columns).get(target).i32(k).i32(1).i32(0).i32(0).call(tile);
  };
  repeat(code, Math.floor(n / width), () => {
    call(width);
    advance(code, columns, 4 * width);
    advance(code, target, 4 * width);
  });
  if (n % width > 0) call(n % width);
}
