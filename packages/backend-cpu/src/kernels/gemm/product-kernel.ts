import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { roundUp } from "../../memory/free-list.ts";
import { ranges } from "../../plan/cut.ts";
import type { Kernel, Part } from "../kernel-rule.ts";
import { emitDotProduct, isDot } from "./dot-product.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import { emitPackedProduct, packedProductBytes } from "./packed-product.ts";
import { emitThinProduct, isThin } from "./thin-product.ts";

/** What of the workspace holds: a copy of each operand whose layout is none, then panels. */
export interface Room {
  readonly a: number;
  readonly b: number;
  readonly panels: number;
}

/** How: one sum, a few rows, panels, or panels of a B that lies in panels already. */
export type Strategy = "dot" | "thin" | "packed" | "panels";

export function roomFor(product: BatchedProduct, strategy: Strategy): Room {
  const { batch, m, n, k, a, b } = product;
  const hasPanels = strategy === "panels";
  return {
    a: a.packing === null ? 0 : roundUp(4 * batch * m * k),
    b: b.packing === null ? 0 : roundUp(4 * batch * k * n),
    panels: strategy === "packed" || hasPanels ? packedProductBytes(product, hasPanels) : 0,
  };
}

/** Some of the matrices, or some rows of each. Columns would be cut through cache lines. */
export function productParts(product: BatchedProduct, strategy: Strategy, room: Room, count: number): Part[] {
  const { batch, m, n, a, b } = product;
  const byMatrix = batch >= count;
  // A product that is cut has to go on as the whole does, or other roundings came out.
  if (!byMatrix && (batch > 1 || strategy === "dot" || strategy === "thin")) {
    return [{ kernel: productKernel(product, strategy, room), offsets: [] }];
  }
  return ranges(byMatrix ? batch : m, count, [4 * (byMatrix ? m * n : n)]).map(({ first, size }): Part => {
    const start = byMatrix ? { a: first * a.batch, b: first * b.batch } : { a: first * a.row, b: 0 };
    const part = { ...product, ...(byMatrix ? { batch: size } : { m: size }) };
    return {
      kernel: productKernel(part, strategy, room, start),
      offsets: [
        a.packing === null ? 4 * start.a : 0,
        b.packing === null ? 4 * start.b : 0,
        4 * first * (byMatrix ? m * n : n),
      ],
    };
  });
}

export function strategyOf(product: BatchedProduct): Strategy {
  if (isDot(product)) return "dot";
  return isThin(product) || isThin(swapped(product)) ? "thin" : "packed";
}

/** @param start in elements, where in the copies of operands whose layout is none the first matrices begin. */
export function productKernel(
  product: BatchedProduct,
  strategy: Strategy,
  room: Room,
  start: { readonly a: number; readonly b: number } = { a: 0, b: 0 },
): Kernel {
  const workspaceBytes = room.a + room.b + room.panels;
  return {
    workspaceBytes,
    define(module) {
      const code = FunctionBuilder.ofAddresses(workspaceBytes > 0 ? 4 : 3);
      const [lhs, rhs, result, scratch] = code.params;
      const workspace = scratch ?? present(result);
      const a = operand(code, present(lhs), product.a.packing, workspace);
      const b = operand(code, present(rhs), product.b.packing, offset(code, workspace, room.a));
      const c = offset(code, present(result), 0);
      if (product.a.packing !== null) advance(code, a, 4 * start.a);
      if (product.b.packing !== null) advance(code, b, 4 * start.b);
      const pointers = { a, b, c, workspace: offset(code, workspace, room.a + room.b) };

      repeat(code, product.batch, () => {
        if (strategy === "dot") emitDotProduct(module, code, product, pointers);
        else if (strategy === "packed") emitPackedProduct(module, code, product, pointers);
        else if (strategy === "panels")
          emitPackedProduct(module, code, product, { ...pointers, hasPanels: true });
        else if (isThin(product)) emitThinProduct(module, code, product, pointers);
        else emitThinProduct(module, code, swapped(product), { ...pointers, a: b, b: a });
        advance(code, a, 4 * product.a.batch);
        advance(code, b, 4 * product.b.batch);
        advance(code, c, 4 * product.m * product.n);
      });
      return module.define(code);
    },
  };
}

/** `Cᵀ = Bᵀ · Aᵀ`, which for one column is laid out as C is. Of more columns nothing is gained. */
function swapped(product: BatchedProduct): BatchedProduct {
  const { m, n, a, b } = product;
  if (n !== 1) return product;
  return {
    ...product,
    m: n,
    n: m,
    a: { ...b, row: b.column, column: b.row },
    b: { ...a, row: a.column, column: a.row },
  };
}

/** A moving address of the operand, or of its copy. */
function operand(
  code: FunctionBuilder,
  source: Local,
  packing: BatchedProduct["a"]["packing"],
  copy: Local,
): Local {
  if (packing === null) return offset(code, source, 0);
  emitStridedCopy(code, { width: 4, source, target: copy, axes: packing });
  return offset(code, copy, 0);
}
