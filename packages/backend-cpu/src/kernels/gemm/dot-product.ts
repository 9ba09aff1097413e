import type { DType } from "@elegy/autodiff/spi";
import { FunctionBuilder, type FunctionRef } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { laneOp } from "../../codegen/lane-op.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { emitMultiplyAdd } from "../../codegen/multiply-add.ts";
import { present } from "../../codegen/present.ts";
import { emitTranspose4 } from "../../codegen/transpose-tiles.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import type { Pointers } from "./packed-product.ts";

/** Vectors summed before they are added to the sum of the whole, which keeps the error of long sums small. */
const BLOCK = 128;

/** Both operands contiguous along the sum, and one of them only a few vectors: each result is a dot product. */
export function isDot({ m, n, a, b }: BatchedProduct): boolean {
  return Math.min(m, n) <= 4 && a.column === 1 && b.row === 1;
}

export function emitDotProduct(
  module: ModuleBuilder,
  code: FunctionBuilder,
  { dtype, m, n, k, a, b }: BatchedProduct,
  pointers: Pointers,
): void {
  // The larger side is walked in rows, the smaller one vector by vector.
  const rowsOfA = n <= m;
  const rows = rowsOfA
    ? { source: pointers.a, count: m, stride: a.row, step: n }
    : { source: pointers.b, count: n, stride: b.column, step: 1 };
  const vectors = rowsOfA
    ? { source: pointers.b, count: n, stride: b.column, step: 1 }
    : { source: pointers.a, count: m, stride: a.row, step: n };

  for (let index = 0; index < vectors.count; index++) {
    const row = offset(code, rows.source, 0);
    const vector = offset(code, vectors.source, 4 * index * vectors.stride);
    const target = offset(code, pointers.c, 4 * index * vectors.step);
    const call = (height: number): void => {
      const dots = defineDots(module, { dtype, k, height, stride: rows.stride, step: rows.step });
      code.get(row).get(vector).get(target).call(dots);
    };
    repeat(code, Math.floor(rows.count / 4), () => {
      call(4);
      advance(code, row, 16 * rows.stride);
      advance(code, target, 16 * rows.step);
    });
    if (rows.count % 4 > 0) call(rows.count % 4);
  }
}

interface Dots {
  readonly dtype: DType;
  readonly k: number;
  /** Rows: at most four. */
  readonly height: number;
  /** Elements between rows, and between results. */
  readonly stride: number;
  readonly step: number;
}

/** A function of `(rows, vector, target)`. */
function defineDots(module: ModuleBuilder, { dtype, k, height, stride, step }: Dots): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32"]);
  const [rows, vector, target] = code.params;
  const at = offset(code, rows, 0);
  const other = offset(code, vector, 0);
  const lines = Array.from({ length: 4 }, (_, index) => ({
    bytes: 4 * stride * index,
    block: code.local("v128"),
    total: code.local("v128"),
  }));
  const used = lines.slice(0, height);
  const shared = code.local("v128");
  const add = laneOp("add", dtype);

  const take = (load: "v128.load" | "v128.load32_zero", bytes: number): void => {
    code.get(other).memory(load).set(shared);
    for (const line of used) {
      emitMultiplyAdd(code, dtype, line.block, () => code.get(at).memory(load, line.bytes).get(shared));
    }
    advance(code, at, bytes);
    advance(code, other, bytes);
  };
  const flush = (): void => {
    for (const { block, total } of used) code.get(total).get(block).op(add).set(total).v128(0).set(block);
  };
  const whole = Math.floor(k / 4);
  repeat(code, Math.floor(whole / BLOCK), () => {
    repeat(code, BLOCK, () => take("v128.load", 16));
    flush();
  });
  repeat(code, whole % BLOCK, () => take("v128.load", 16));
  repeat(code, k % 4, () => take("v128.load32_zero", 4));
  flush();

  const [first, second, third, fourth] = emitTranspose4(
    code,
    lines.map(({ total }) => total),
  );
  const result = code.local("v128");
  code.get(present(first)).get(present(second)).op(add);
  code.get(present(third)).get(present(fourth)).op(add).op(add).set(result);
  for (let lane = 0; lane < height; lane++) {
    code
      .get(target)
      .get(result)
      .memoryLane("v128.store32_lane", lane, 4 * lane * step);
  }
  return module.define(code);
}
