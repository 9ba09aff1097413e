import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { elementAt, forEachBlock, offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { roundUp } from "../../memory/free-list.ts";
import { ranges } from "../../plan/cut.ts";
import type { Kernel } from "../kernel-rule.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import { definePackContiguous, definePackTransposed, PANEL_COLUMNS } from "./panels.ts";

/** At most so many steps of the sum at a time: a panel of B then stays in the first-level cache. */
const MOST_DEPTH = 512;

/** How many steps of a sum of `k` are done at a time; fewer the last time. */
export function blockDepth(k: number): number {
  return Math.ceil(k / Math.ceil(k / MOST_DEPTH) / 4) * 4;
}

export function paddedColumns(n: number): number {
  return Math.ceil(n / PANEL_COLUMNS) * PANEL_COLUMNS;
}

/** Of B in panels. */
export function packedColumnsBytes({ n, k }: Pick<BatchedProduct, "n" | "k">): number {
  return roundUp(4 * k * paddedColumns(n));
}

/**
 * B in panels: of each block of the sum (see {@link blockDepth}) all panels of eight columns, one after another.
 *
 * @param operandBytes of B, which is copied first if its layout is none.
 */
export function packedColumns(product: BatchedProduct, operandBytes: number): Kernel {
  const panels = Math.ceil(product.n / PANEL_COLUMNS);
  const part = (first: number, size: number): Kernel => packPanels(product, operandBytes, first, size);
  return {
    ...part(0, panels),
    // What is copied whole would be copied by each.
    ...(product.b.packing === null && {
      parts: (count) =>
        ranges(panels, count, [4 * PANEL_COLUMNS * product.k]).map(({ first, size }) => ({
          kernel: part(first, size),
          offsets: [],
        })),
    }),
  };
}

function packPanels(product: BatchedProduct, operandBytes: number, first: number, count: number): Kernel {
  const { n, k, b } = product;
  const workspaceBytes = b.packing === null ? 0 : roundUp(operandBytes);
  const columns = Math.min(n - first * PANEL_COLUMNS, count * PANEL_COLUMNS);
  return {
    workspaceBytes,
    define(module) {
      const code = FunctionBuilder.ofAddresses(workspaceBytes > 0 ? 3 : 2);
      const [source, panels, copy] = code.params;
      const matrix = offset(code, copy ?? present(source), 4 * PANEL_COLUMNS * first * b.column);
      if (b.packing !== null)
        emitStridedCopy(code, { width: 4, source: present(source), target: present(copy), axes: b.packing });
      const pack = columnPacker(module, { n: columns, b });
      forEachBlock(code, k, blockDepth(k), (start, depth) => {
        const target = elementAt(code, present(panels), start, paddedColumns(n));
        code
          .get(target)
          .get(depth)
          .i32(4 * PANEL_COLUMNS * first)
          .op("i32.mul")
          .op("i32.add")
          .set(target);
        pack(code, elementAt(code, matrix, start, b.row), target, depth);
      });
      return module.define(code);
    },
  };
}

type ColumnPacker = (code: FunctionBuilder, source: Local, target: Local, depth: Local) => void;

/** Packs one block of the sum. */
export function columnPacker(module: ModuleBuilder, { n, b }: Pick<BatchedProduct, "n" | "b">): ColumnPacker {
  const panels = Math.ceil(n / PANEL_COLUMNS);
  if (b.column === 1) {
    const pack = definePackContiguous(module, PANEL_COLUMNS, b.row);
    return (code, source, target, depth) => code.get(source).get(target).get(depth).i32(panels).call(pack);
  }
  const whole = Math.floor(n / PANEL_COLUMNS);
  return (code, source, target, depth) => {
    if (whole > 0) {
      const pack = definePackTransposed(module, PANEL_COLUMNS, b.column);
      code.get(source).get(target).get(depth).i32(whole).call(pack);
    }
    if (whole < panels) {
      const pack = definePackTransposed(module, n % PANEL_COLUMNS, b.column);
      code.get(offset(code, source, 4 * PANEL_COLUMNS * whole * b.column));
      code
        .get(target)
        .get(depth)
        .i32(4 * PANEL_COLUMNS * whole)
        .op("i32.mul")
        .op("i32.add");
      code.get(depth).i32(1).call(pack);
    }
  };
}
