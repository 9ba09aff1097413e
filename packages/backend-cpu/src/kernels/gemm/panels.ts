import { FunctionBuilder, type FunctionRef } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance } from "../../codegen/loop.ts";
import { emitTranspose4 } from "../../codegen/transpose-tiles.ts";

/** Rows of a panel of A, columns of one of B. */
export const PANEL_ROWS = 4;
export const PANEL_COLUMNS = 8;

/**
 * A function of `(source, target, k, panels)` that lays out panels of neighbours one after another:
 * `target[panel, k, i] = source[k · stride + panel · width + i]`. The last one may read what is beyond the matrix, for results
 * that are never stored.
 */
export function definePackContiguous(module: ModuleBuilder, width: 4 | 8, stride: number): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32", "i32"]);
  const [source, target, k, panels] = code.params;
  const from = code.local("i32");
  const left = code.local("i32");
  code.loop((nextPanel) => {
    code.get(source).set(from).get(k).set(left);
    code.loop((next) => {
      for (let byte = 0; byte < 4 * width; byte += 16) {
        code.get(target).get(from).memory("v128.load", byte).memory("v128.store", byte);
      }
      advance(code, from, 4 * stride);
      advance(code, target, 4 * width);
      code.get(left).i32(1).op("i32.sub").tee(left).branchIf(next);
    });
    advance(code, source, 4 * width);
    code.get(panels).i32(1).op("i32.sub").tee(panels).branchIf(nextPanel);
  });
  return module.define(code);
}

/**
 * A function of `(source, target, k, panels)` that transposes as it lays out panels of `columns ≤ 8` columns, each contiguous
 * in the source: `target[panel, k, i] = source[(panel · 8 + i) · stride + k]`. What is beyond the last column repeats it.
 */
export function definePackTransposed(module: ModuleBuilder, columns: number, stride: number): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32", "i32"]);
  const [source, target, k, panels] = code.params;
  const from = code.local("i32");
  const left = code.local("i32");
  const offsets = Array.from(
    { length: PANEL_COLUMNS },
    (_, column) => 4 * stride * Math.min(column, columns - 1),
  );
  code.loop((nextPanel) => {
    code.get(source).set(from).get(k).set(left);
    code
      .get(left)
      .i32(4)
      .op("i32.ge_u")
      .if(() => {
        code.loop((next) => {
          for (const first of [0, 4]) {
            const loaded = offsets.slice(first, first + 4).map((bytes) => {
              const vector = code.local("v128");
              code.get(from).memory("v128.load", bytes).set(vector);
              return vector;
            });
            for (const [row, vector] of emitTranspose4(code, loaded).entries()) {
              code
                .get(target)
                .get(vector)
                .memory("v128.store", 4 * (PANEL_COLUMNS * row + first));
            }
          }
          advance(code, from, 16);
          advance(code, target, 4 * 4 * PANEL_COLUMNS);
          code.get(left).i32(4).op("i32.sub").tee(left).i32(4).op("i32.ge_u").branchIf(next);
        });
      });
    code.get(left).if(() => {
      code.loop((next) => {
        for (const [column, bytes] of offsets.entries()) {
          code
            .get(target)
            .get(from)
            .memory("i32.load", bytes)
            .memory("i32.store", 4 * column);
        }
        advance(code, from, 4);
        advance(code, target, 4 * PANEL_COLUMNS);
        code.get(left).i32(1).op("i32.sub").tee(left).branchIf(next);
      });
    });
    advance(code, source, 4 * stride * PANEL_COLUMNS);
    code.get(panels).i32(1).op("i32.sub").tee(panels).branchIf(nextPanel);
  });
  return module.define(code);
}
