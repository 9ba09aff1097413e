import type { DType } from "@elegy/autodiff/spi";
import { FunctionBuilder, type FunctionRef, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { laneOp } from "../../codegen/lane-op.ts";
import { advance } from "../../codegen/loop.ts";
import { emitMultiplyAdd } from "../../codegen/multiply-add.ts";
import { present } from "../../codegen/present.ts";

/** A block of the product that is held in registers; distances in bytes. */
export interface Tile {
  readonly dtype: DType;
  readonly rows: number;
  /** Columns; the last vector of them may be stored in part. */
  readonly columns: number;
  readonly aRow: number;
  readonly aStep: number;
  readonly bStep: number;
  readonly cRow: number;
}

/**
 * Steps of the sum written out. Each ends with an exit from the loop, which is never needed more than once: without one
 * the engine would load the operands of all of them first, and spill the sums to make room.
 */
const UNROLLED = 4;

/**
 * A function of `(a, b, c, k, panels, panelBytes, accumulate)`: for so many panels of rows, `panelBytes` apart in A,
 * C (+)= A · B over `k` rows of B. A function of its own, called often, is what the engine optimizes soon.
 */
export function defineTile(module: ModuleBuilder, tile: Tile): FunctionRef {
  const { dtype, rows, columns, aRow, aStep, bStep, cRow } = tile;
  const vectors = Math.ceil(columns / 4);
  const code = new FunctionBuilder(["i32", "i32", "i32", "i32", "i32", "i32", "i32"]);
  const [a, b, c, k, panels, panelBytes, accumulate] = code.params;

  const at = code.local("i32");
  const bt = code.local("i32");
  const end = code.local("i32");
  const sums = grid(code, rows, vectors);
  const bs = Array.from({ length: vectors }, () => code.local("v128"));
  const scalar = code.local("v128");

  const step = (): void => {
    for (const [v, vector] of bs.entries())
      code
        .get(bt)
        .memory("v128.load", 16 * v)
        .set(vector);
    for (const [row, line] of sums.entries()) {
      code
        .get(at)
        .memory("v128.load32_splat", row * aRow)
        .set(scalar);
      for (const [v, sum] of line.entries()) {
        emitMultiplyAdd(code, dtype, sum, () => code.get(scalar).get(present(bs[v])));
      }
    }
    advance(code, at, aStep);
    advance(code, bt, bStep);
  };

  code.get(b).get(k).i32(bStep).op("i32.mul").op("i32.add").set(end);
  code.loop((nextPanel) => {
    code.get(a).set(at).get(b).set(bt);
    for (const sum of sums.flat()) code.v128(0).set(sum);
    code.block((done) => {
      code.loop((next) => {
        code.times(UNROLLED - 1, () => {
          step();
          code.get(bt).get(end).op("i32.eq").branchIf(done);
        });
        step();
        code.get(bt).get(end).op("i32.ne").branchIf(next);
      });
    });
    code.get(accumulate).if(() => {
      for (const [row, line] of sums.entries()) {
        for (const [v, sum] of line.entries()) {
          code
            .get(sum)
            .get(c)
            .memory("v128.load", row * cRow + 16 * v)
            .op(laneOp("add", dtype))
            .set(sum);
        }
      }
    });
    for (const [row, line] of sums.entries()) {
      for (const [v, sum] of line.entries()) storeColumns(code, c, sum, row * cRow + 16 * v, columns - 4 * v);
    }
    code.get(a).get(panelBytes).op("i32.add").set(a);
    advance(code, c, rows * cRow);
    code.get(panels).i32(1).op("i32.sub").tee(panels).branchIf(nextPanel);
  });
  return module.define(code);
}

function grid(code: FunctionBuilder, rows: number, columns: number): Local[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => code.local("v128")));
}

/** The first columns of a vector, at most four. */
function storeColumns(
  code: FunctionBuilder,
  address: Local,
  value: Local,
  offset: number,
  columns: number,
): void {
  if (columns >= 4) {
    code.get(address).get(value).memory("v128.store", offset);
    return;
  }
  let lane = 0;
  if (columns >= 2) {
    code.get(address).get(value).memoryLane("v128.store64_lane", 0, offset);
    lane = 2;
  }
  if (columns % 2 === 1)
    code
      .get(address)
      .get(value)
      .memoryLane("v128.store32_lane", lane, offset + 4 * lane);
}
