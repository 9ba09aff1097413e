import type { FunctionBuilder, FunctionRef, Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, forEachBlock, offset, repeat } from "../../codegen/loop.ts";
import { roundUp } from "../../memory/free-list.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import { definePackContiguous, definePackTransposed, PANEL_COLUMNS, PANEL_ROWS } from "./panels.ts";
import { defineTile } from "./tile.ts";

/** At most so many steps of the sum at a time: a panel of B then stays in the first-level cache. */
const MOST_K = 512;
/** Panels of A that stay in the second-level cache while all of B passes by. */
const BLOCK_PANELS = 16;

export interface Pointers {
  readonly a: Local;
  readonly b: Local;
  readonly c: Local;
  readonly workspace: Local;
  /** Whether the product is added to what C holds. */
  readonly adds?: boolean;
}

interface Blocking {
  readonly k: number;
  readonly bBytes: number;
  readonly aBytes: number;
}

function blockingOf({ m, n, k, a }: BatchedProduct): Blocking {
  const blocks = Math.ceil(k / MOST_K);
  const depth = Math.ceil(k / blocks / 4) * 4;
  const rows = Math.min(Math.ceil(m / PANEL_ROWS), BLOCK_PANELS) * PANEL_ROWS;
  return {
    k: depth,
    bBytes: roundUp(4 * depth * Math.ceil(n / PANEL_COLUMNS) * PANEL_COLUMNS),
    aBytes: a.column === 1 ? 0 : roundUp(4 * depth * rows),
  };
}

export function packedProductBytes(product: BatchedProduct): number {
  const { aBytes, bBytes } = blockingOf(product);
  return aBytes + bBytes;
}

/** One product of matrices, B in panels of eight columns, A in panels of four rows unless its rows are contiguous. */
export function emitPackedProduct(
  module: ModuleBuilder,
  code: FunctionBuilder,
  product: BatchedProduct,
  pointers: Pointers,
): void {
  const { m, n, k, a, b } = product;
  const blocking = blockingOf(product);
  const packedB = pointers.workspace;
  const packedA = offset(code, pointers.workspace, blocking.bBytes);
  const directA = a.column === 1;
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

  forEachBlock(code, k, blocking.k, (start, size) => {
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
    packColumns(code, element(code, pointers.b, start, b.row), packedB, depth);

    const rowsAt = (firstPanel: Local | null, panels: number | Local, rows: number): void => {
      const first = element(code, pointers.a, start, a.column);
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

type ColumnPacker = (code: FunctionBuilder, source: Local, target: Local, depth: Local) => void;

function columnPacker(module: ModuleBuilder, { n, b }: BatchedProduct): ColumnPacker {
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

/** The address of element `index · stride`. */
function element(code: FunctionBuilder, base: Local, index: Local, stride: number): Local {
  const address = code.local("i32");
  code
    .get(base)
    .get(index)
    .i32(4 * stride)
    .op("i32.mul")
    .op("i32.add")
    .set(address);
  return address;
}
