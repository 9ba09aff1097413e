import { type DerivedPrimitives, type DType, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { emitLoad, type Lane } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitMove } from "../../codegen/strided-copy.ts";
import type { LoopRule } from "../kernel-rule.ts";
import { ENTRY } from "./entry.ts";
import { emitEntrySort, entrySortBytes } from "./entry-sort.ts";
import { siftDown } from "./sift-down.ts";
import { emitRanks } from "./ranks.ts";

/** Fewer than one of so many elements are picked out of a row; of more, the row is sorted. */
const FEW = 3;

/**
 * Row by row. A few are kept on a heap, whose root is the worst of them: what is no better is passed over, four elements
 * at a time. A kept element is one number, which is larger if it is better: its rank above, its place, inverted, below.
 */
export const topK: LoopRule<DerivedPrimitives["topK"]> = {
  kind: "loop",
  sliced: ({ inputs }) => (present(inputs[0]).shape.length > 1 ? [true] : null),
  joinAxes: (params) => params,
  lower({ params: { k }, inputs }) {
    const { shape, dtype } = present(inputs[0]);
    const size = present(shape.at(-1));
    const rows = sizeOf(shape.slice(0, -1));
    const few = FEW * k <= size;
    return {
      workspaceBytes: few ? ENTRY * Math.max(1, k) : entrySortBytes(size),
      define(module) {
        const code = new FunctionBuilder(["i32", "i32", "i32", "i32"]);
        if (rows * k === 0) return module.define(code);
        const [source, values, places, workspace] = code.params;
        const row: Row = {
          size,
          k,
          dtype,
          source,
          values,
          places,
          workspace,
        };
        repeat(code, rows, () => {
          if (few) emitPicked(module, code, row);
          else emitSorted(module, code, row);
          advance(code, row.source, size * dtypeInfo(dtype).bytes);
          advance(code, row.values, k * dtypeInfo(dtype).bytes);
          advance(code, row.places, 4 * k);
        });
        return module.define(code);
      },
    };
  },
};

interface Row {
  readonly size: number;
  readonly k: number;
  readonly dtype: DType;
  /** Addresses of its elements, of its results, and of the workspace. */
  readonly source: Local;
  readonly values: Local;
  readonly places: Local;
  readonly workspace: Local;
}

function emitPicked(module: ModuleBuilder, code: FunctionBuilder, row: Row): void {
  const { size, k, dtype, workspace } = row;
  const width = dtypeInfo(dtype).bytes;
  const sift = siftDown(module);
  const at = offset(code, row.source, 0);
  const place = code.local("i32");
  const ranks = code.local("v128");
  const loadRanks = (lane: Lane): void => {
    emitLoad(code, at, dtype, lane);
    emitRanks(code, dtype);
    code.set(ranks);
  };
  /** Leaves the number of an element that is kept. */
  const pushKept = (lane: number): void => {
    code.get(ranks).lane("i32x4.extract_lane", lane).op("i64.extend_i32_s").i64(32).op("i64.shl");
    code.get(place).i32(lane).op("i32.add").i32(-1).op("i32.xor").op("i64.extend_i32_u").op("i64.or");
  };
  const move = (elements: number): void => {
    advance(code, at, elements * width);
    advance(code, place, elements);
  };

  // The first ones, as a heap.
  const slot = offset(code, workspace, 0);
  code.i32(0).set(place);
  repeat(code, k, () => {
    loadRanks("one");
    code.get(slot);
    pushKept(0);
    code.memory("i64.store");
    advance(code, slot, ENTRY);
    move(1);
  });
  const hole = code.local("i32");
  code.i32(ENTRY * Math.floor(k / 2)).set(hole);
  repeat(code, Math.floor(k / 2), () => {
    advance(code, hole, -ENTRY);
    code
      .get(workspace)
      .i32(ENTRY * k)
      .get(hole);
    code.get(workspace).get(hole).op("i32.add").memory("i64.load").call(sift);
  });

  const worst = code.local("v128");
  const setWorst = (): void => {
    code.get(workspace).memory("i32.load", 4).op("i32x4.splat").set(worst);
  };
  setWorst();
  const offer = (lane: number): void => {
    code.get(ranks).get(worst).op("i32x4.gt_s").lane("i32x4.extract_lane", lane);
    code.if(() => {
      code
        .get(workspace)
        .i32(ENTRY * k)
        .i32(0);
      pushKept(lane);
      code.call(sift);
      setWorst();
    });
  };
  const step = (lane: Lane): void => {
    loadRanks(lane);
    if (lane === "four") {
      code.get(ranks).get(worst).op("i32x4.gt_s").op("v128.any_true");
      code.if(() => [0, 1, 2, 3].forEach(offer));
    } else offer(0);
    move(lane === "four" ? 4 : 1);
  };
  repeat(code, Math.floor((size - k) / 4), () => step("four"));
  repeat(code, (size - k) % 4, () => step("one"));

  // The worst of the rest comes last, and so on; the last of the heap takes its place.
  const bytes = code.local("i32");
  const [value, index] = [offset(code, row.values, width * k), offset(code, row.places, 4 * k)];
  code.i32(ENTRY * k).set(bytes);
  repeat(code, k, () => {
    advance(code, value, -width);
    advance(code, index, -4);
    advance(code, bytes, -ENTRY);
    code.get(workspace).memory("i32.load").i32(-1).op("i32.xor").set(place);
    emitResult(code, row, { value, index, place });
    code.get(workspace).get(bytes).i32(0);
    code.get(workspace).get(bytes).op("i32.add").memory("i64.load").call(sift);
  });
}

function emitSorted(module: ModuleBuilder, code: FunctionBuilder, row: Row): void {
  const { size, k, dtype, workspace } = row;
  const width = dtypeInfo(dtype).bytes;
  const [at, entry] = [offset(code, row.source, 0), offset(code, workspace, 0)];
  const place = code.local("i32");
  const keys = code.local("v128");
  code.i32(0).set(place);
  repeat(code, size, () => {
    emitLoad(code, at, dtype, "one");
    emitRanks(code, dtype);
    // What ranks highest has the least key.
    code.v128(0x7fffffff).op("v128.xor").set(keys);
    code.get(entry).get(keys).lane("i32x4.extract_lane", 0).memory("i32.store");
    code.get(entry).get(place).memory("i32.store", 4);
    advance(code, at, width);
    advance(code, entry, ENTRY);
    advance(code, place, 1);
  });
  const entries = offset(code, workspace, 0);
  emitEntrySort(module, code, { size, entries, workspace });
  const [value, index] = [offset(code, row.values, 0), offset(code, row.places, 0)];
  repeat(code, k, () => {
    code.get(entries).memory("i32.load", 4).set(place);
    emitResult(code, row, { value, index, place });
    advance(code, entries, ENTRY);
    advance(code, value, width);
    advance(code, index, 4);
  });
}

/** The element at a place, and the place. */
function emitResult(
  code: FunctionBuilder,
  { dtype, source }: Row,
  { value, index, place }: { readonly value: Local; readonly index: Local; readonly place: Local },
): void {
  const width = dtypeInfo(dtype).bytes;
  code.get(value).get(source).get(place).i32(width).op("i32.mul").op("i32.add");
  emitMove(code, width);
  code.get(index).get(place).memory("i32.store");
}
