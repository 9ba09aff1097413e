import type { FunctionBuilder, FunctionRef, Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, elementAt, forEachBlock, offset, repeat } from "../../codegen/loop.ts";
import { roundUp } from "../../memory/free-list.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import { blockDepth, columnPacker, packedColumnsBytes, paddedColumns } from "./packed-columns.ts";
import { definePackContiguous, PANEL_COLUMNS, PANEL_ROWS } from "./panels.ts";
import { defineTile } from "./tile.ts";

/** Panels of A that stay in the second-level cache while all of B passes by. */
const BLOCK_PANELS = 16;

export interface Pointers {
  readonly a: Local;
  readonly b: Local;
  readonly c: Local;
  readonly workspace: Local;
  /** Whether the product is added to what C holds. */
  readonly adds?: boolean;
  /** Whether B is in panels already, as `packedColumns` makes them. */
  readonly hasPanels?: boolean;
}

/** @param hasPanels whether B is in panels already. */
export function packedProductBytes(product: BatchedProduct, hasPanels = false): number {
  return packedRowsBytes(product) + (hasPanels ? 0 : blockBytes(product));
}

/** Of the panels of B of one block. */
function blockBytes({ n, k }: BatchedProduct): number {
  return packedColumnsBytes({ n, k: blockDepth(k) });
}

function packedRowsBytes({ m, k, a }: BatchedProduct): number {
  const rows = Math.min(Math.ceil(m / PANEL_ROWS), BLOCK_PANELS) * PANEL_ROWS;
  return a.column === 1 ? 0 : roundUp(4 * blockDepth(k) * rows);
}

/** One product of matrices, B in panels of eight columns, A in panels of four rows unless its rows are contiguous. */
export function emitPackedProduct(
  module: ModuleBuilder,
  code: FunctionBuilder,
  product: BatchedProduct,
  pointers: Pointers,
): void {
  const { dtype, m, n, k, a, b } = product;
  const directA = a.column === 1;
  const packedA = offset(code, pointers.workspace, 0);
  let packedB = pointers.workspace;
  if (pointers.hasPanels !== true) advance(code, packedA, blockBytes(product));
  const packColumns = columnPacker(module, product);
  const accumulate = code.local("i32");
  const depth = code.local("i32");
  const panelBytes = code.local("i32");

  /** All columns of so many panels of `rows` rows, from A at `from`. */
  const emitPanels = (from: Local, to: Local, panels: number | Local, rows: number): void => {
    const columns = offset(code, packedB, 0);
    const target = offset(code, to, 0);
    const call = (tile: FunctionRef): void => {
      code.get(from).get(columns).get(target).get(depth);
      if (typeof panels === "number") code.i32(panels);
      else code.get(panels);
      code.get(panelBytes).get(accumulate).call(tile);
    };
    const tile = (width: number): FunctionRef =>
      defineTile(module, {
        dtype,
        rows,
        columns: width,
        aRow: directA ? 4 * a.row : 4,
        aStep: directA ? 4 : 4 * PANEL_ROWS,
        bStep: 4 * PANEL_COLUMNS,
        cRow: 4 * n,
      });
    repeat(code, Math.floor(n / PANEL_COLUMNS), () => {
      call(tile(PANEL_COLUMNS));
      code
        .get(columns)
        .get(depth)
        .i32(4 * PANEL_COLUMNS)
        .op("i32.mul")
        .op("i32.add")
        .set(columns);
      advance(code, target, 4 * PANEL_COLUMNS);
    });
    if (n % PANEL_COLUMNS > 0) call(tile(n % PANEL_COLUMNS));
  };

  const source = code.local("i32");
  const target = code.local("i32");
  const wholePanels = Math.floor(m / PANEL_ROWS);
  const restRows = m % PANEL_ROWS;

  forEachBlock(code, k, blockDepth(k), (start, size) => {
    code
      .get(size)
      .set(depth)
      .get(start)
      .i32(0)
      .op("i32.ne")
      .i32(Number(pointers.adds ?? false))
      .op("i32.or")
      .set(accumulate);
    if (directA) code.i32(4 * PANEL_ROWS * a.row);
    else
      code
        .get(size)
        .i32(4 * PANEL_ROWS)
        .op("i32.mul");
    code.set(panelBytes);
    if (pointers.hasPanels === true) packedB = elementAt(code, pointers.b, start, paddedColumns(n));
    else packColumns(code, elementAt(code, pointers.b, start, b.row), packedB, depth);

    const rowsAt = (firstPanel: Local | null, panels: number | Local, rows: number): void => {
      const first = elementAt(code, pointers.a, start, a.column);
      code.get(first).set(source).get(pointers.c).set(target);
      if (firstPanel !== null) {
        code
          .get(source)
          .get(firstPanel)
          .i32(4 * PANEL_ROWS * a.row)
          .op("i32.mul")
          .op("i32.add")
          .set(source);
        code
          .get(target)
          .get(firstPanel)
          .i32(4 * PANEL_ROWS * n)
          .op("i32.mul")
          .op("i32.add")
          .set(target);
      } else {
        advance(code, source, 4 * PANEL_ROWS * a.row * wholePanels);
        advance(code, target, 4 * PANEL_ROWS * n * wholePanels);
      }
      if (directA) {
        emitPanels(source, target, panels, rows);
        return;
      }
      code.get(source).get(packedA).get(depth);
      if (typeof panels === "number") code.i32(panels);
      else code.get(panels);
      code.call(definePackContiguous(module, PANEL_ROWS, a.column));
      emitPanels(packedA, target, panels, rows);
    };
    forEachBlock(code, wholePanels, BLOCK_PANELS, (panel, panels) => rowsAt(panel, panels, PANEL_ROWS));
    if (restRows > 0) rowsAt(null, 1, restRows);
  });
}
