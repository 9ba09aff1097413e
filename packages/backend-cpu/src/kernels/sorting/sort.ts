import { type DType, dtypeInfo, sizeOf, type SortParams } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitMove } from "../../codegen/strided-copy.ts";
import type { LoopRule } from "../kernel-rule.ts";
import { ENTRY } from "./entry.ts";
import { emitEntrySort, entrySortBytes } from "./entry-sort.ts";
import { emitSortKey } from "./sort-key.ts";

/**
 * Row by row: entries of a key and an offset are sorted by one key after the other, the last first, each time stably; then
 * every operand is copied in the order of the offsets.
 */
export const sort: LoopRule<SortParams> = {
  kind: "loop",
  sliced: ({ params, inputs }) => (params.dimension === 0 ? null : inputs.map(() => true)),
  lower({ params: { dimension, numKeys }, inputs }) {
    const { shape } = present(inputs[0]);
    const size = present(shape[dimension]);
    const outer = sizeOf(shape.slice(0, dimension));
    const inner = sizeOf(shape.slice(dimension + 1));
    return {
      workspaceBytes: entrySortBytes(size),
      define(module) {
        const code = FunctionBuilder.ofAddresses(2 * inputs.length + 1);
        if (outer * inner * size === 0) return module.define(code);
        const cursors = inputs.map(({ dtype }, index): Column => ({
          dtype,
          source: offset(code, present(code.params[index]), 0),
          target: offset(code, present(code.params[inputs.length + index]), 0),
        }));
        const workspace = present(code.params[2 * inputs.length]);
        const entries = code.local("i32");
        const row = { size, stride: inner, entries };
        const advanceAll = (elements: number): void => {
          for (const { dtype, source, target } of cursors) {
            advance(code, source, elements * dtypeInfo(dtype).bytes);
            advance(code, target, elements * dtypeInfo(dtype).bytes);
          }
        };

        repeat(code, outer, () => {
          repeat(code, inner, () => {
            code.get(workspace).set(entries);
            emitPositions(code, row);
            for (const key of cursors.slice(0, numKeys).toReversed()) {
              emitKeys(code, key, row);
              emitEntrySort(module, code, { size, entries, workspace });
            }
            for (const column of cursors) emitOrdered(code, column, row);
            advanceAll(1);
          });
          advanceAll((size - 1) * inner);
        });
        return module.define(code);
      },
    };
  },
};

/** An operand and its result, at the start of a row. */
interface Column {
  readonly dtype: DType;
  readonly source: Local;
  readonly target: Local;
}

interface Row {
  readonly size: number;
  /** Elements from one to the next. */
  readonly stride: number;
  readonly entries: Local;
}

/** 0, stride, 2·stride, … as the second words. */
function emitPositions(code: FunctionBuilder, { size, stride, entries }: Row): void {
  const entry = offset(code, entries, 0);
  const position = code.local("i32");
  code.i32(0).set(position);
  repeat(code, size, () => {
    code.get(entry).get(position).memory("i32.store", 4);
    advance(code, position, stride);
    advance(code, entry, ENTRY);
  });
}

/** The key of the element that each entry names. */
function emitKeys(code: FunctionBuilder, { dtype, source }: Column, { size, entries }: Row): void {
  const entry = offset(code, entries, 0);
  const element = code.local("i32");
  repeat(code, size, () => {
    emitAddress(code, source, entry, dtype);
    code.set(element).get(entry);
    emitSortKey(code, element, dtype);
    code.memory("i32.store");
    advance(code, entry, ENTRY);
  });
}

/** The elements in the order of the entries. */
function emitOrdered(code: FunctionBuilder, { dtype, source, target }: Column, row: Row): void {
  const entry = offset(code, row.entries, 0);
  const to = offset(code, target, 0);
  const width = dtypeInfo(dtype).bytes;
  repeat(code, row.size, () => {
    code.get(to);
    emitAddress(code, source, entry, dtype);
    emitMove(code, width);
    advance(code, to, row.stride * width);
    advance(code, entry, ENTRY);
  });
}

function emitAddress(code: FunctionBuilder, source: Local, entry: Local, dtype: DType): void {
  code.get(entry).memory("i32.load", 4);
  if (dtypeInfo(dtype).bytes === 4) code.i32(2).op("i32.shl");
  code.get(source).op("i32.add");
}
