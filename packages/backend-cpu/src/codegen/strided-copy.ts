import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { MemoryOpName } from "../assembler/opcodes.ts";
import { type Axis, isEmpty, mergeAxes } from "./axes.ts";
import { emitFill, emitPattern } from "./fill.ts";
import { forEachIndex, offset } from "./loop.ts";
import { present } from "./present.ts";
import { emitTranspose } from "./transpose-tiles.ts";

export interface StridedCopy {
  /** Bytes of an element: 1, 2 or 4. */
  readonly width: number;
  readonly source: Local;
  readonly target: Local;
  /** Strides: source, target. The last axis of more than one element is walked fastest. */
  readonly axes: readonly Axis[];
  /** In elements. */
  readonly sourceOffset?: number;
  readonly targetOffset?: number;
}

/** Runs up to this long are copied by loads and stores. */
const SHORT_RUN = 256;

/** Copies elements from one strided place to another, in the fastest way that the innermost axes allow. */
export function emitStridedCopy(code: FunctionBuilder, copy: StridedCopy): void {
  const axes = mergeAxes(copy.axes);
  if (isEmpty(axes)) return;
  const { width } = copy;
  const source = offset(code, copy.source, width * (copy.sourceOffset ?? 0));
  const target = offset(code, copy.target, width * (copy.targetOffset ?? 0));
  const cursors = [
    { address: source, width },
    { address: target, width },
  ];
  const inner = axes.at(-1) ?? { size: 1, strides: [1, 1] };
  const outer = axes.slice(0, -1);
  const [from, to] = [present(inner.strides[0]), present(inner.strides[1])];

  if (from === 1 && to === 1) {
    forEachIndex(code, outer, cursors, () => emitRun(code, source, target, width * inner.size));
    return;
  }
  if (from === 0 && to === 1) {
    const pattern = code.local("v128");
    forEachIndex(code, outer, cursors, () => {
      emitPattern(code, source, width);
      code.set(pattern);
      emitFill(code, target, width * inner.size, pattern);
    });
    return;
  }
  const row = outer.find(({ strides }) => strides[0] === 1 && present(strides[1]) > 0);
  if (width === 4 && to === 1 && from > 1 && row !== undefined) {
    const others = outer.filter((axis) => axis !== row);
    const tiles = {
      rows: row.size,
      columns: inner.size,
      sourceStride: from,
      targetStride: present(row.strides[1]),
    };
    forEachIndex(code, others, cursors, () => emitTranspose(code, source, target, tiles));
    return;
  }
  forEachIndex(code, axes, cursors, () => emitMove(code.get(target).get(source), width));
}

const MOVES: { readonly [width: number]: readonly [load: MemoryOpName, store: MemoryOpName] } = {
  1: ["i32.load8_u", "i32.store8"],
  2: ["i32.load16_u", "i32.store16"],
  4: ["i32.load", "i32.store"],
  16: ["v128.load", "v128.store"],
};

/** From the addresses of a target and a source on the stack: an element of so many bytes, or a vector, moves. */
export function emitMove(code: FunctionBuilder, width: number, bytes = 0): void {
  const [load, store] = present(MOVES[width]);
  code.memory(load, bytes).memory(store, bytes);
}

/** Contiguous bytes. */
export function emitRun(code: FunctionBuilder, source: Local, target: Local, bytes: number): void {
  if (bytes > SHORT_RUN) {
    code.get(target).get(source).i32(bytes).memoryCopy();
    return;
  }
  let done = 0;
  for (const width of [16, 4, 2, 1])
    for (; done + width <= bytes; done += width) emitMove(code.get(target).get(source), width, done);
}
