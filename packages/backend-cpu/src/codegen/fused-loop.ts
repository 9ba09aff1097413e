import { type DType, dtypeInfo, type Shape, stridesOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type FunctionRef, type Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { axesOf, isEmpty, mergeAxes } from "./axes.ts";
import { emitLoad, emitLoadSplat, emitStore, type Lane } from "./element-access.ts";
import { Lanes } from "./lanes.ts";
import { advance, forEachIndex, offset, repeat } from "./loop.ts";
import { type PackedStream, packOf, repeatedColumn, repeatedRow } from "./packed-rows.ts";
import { present } from "./present.ts";

/** What a fused loop reads: along each axis of its shape it steps on by a stride, 0 where the value repeats. */
export interface Stream {
  readonly dtype: DType;
  readonly strides: readonly number[];
}

/** One pass over memory: reads streams, computes, writes contiguous results of its shape. */
export interface FusedLoop {
  readonly shape: Shape;
  readonly reads: readonly Stream[];
  readonly writes: readonly DType[];
  readonly body: (lanes: Lanes, values: readonly Local[]) => readonly Local[];
  /** Whether the results lie within a larger array, so that nothing may be written beyond them. */
  readonly within?: true;
}

interface Cursor extends PackedStream {
  /** Where a value is that is loaded outside of the innermost loop. */
  readonly held: Local | null;
  /** Whether the value is the same all over. */
  readonly fixed: boolean;
}

/** A function of the addresses of what is read, then of what is written. */
export function defineFusedLoop(module: ModuleBuilder, loop: FusedLoop): FunctionRef {
  const { shape, reads } = loop;
  const code = FunctionBuilder.ofAddresses(reads.length + loop.writes.length);
  const written = stridesOf(shape);
  const streams = [...reads, ...loop.writes.map((dtype) => ({ dtype, strides: written }))];
  const all = mergeAxes(axesOf(shape, ...streams.map(({ strides }) => strides)));
  if (isEmpty(all)) return module.define(code);

  const scalar = { size: 1, strides: streams.map((_, index) => (index < reads.length ? 0 : 1)) };
  const inner = all.at(-1) ?? scalar;
  const outer = all.slice(0, -1);
  const rows = outer.at(-1);
  const lanes = new Lanes(module, code);

  const cursors = code.params.map((address, index): Cursor => {
    const { dtype } = present(streams[index]);
    const step = present(inner.strides[index]);
    if (step !== 0 && step !== 1) throw new Error("a fused loop steps over elements");
    const held = step === 0 ? code.local("v128") : null;
    return {
      address,
      dtype,
      width: dtypeInfo(dtype).bytes,
      step,
      row: present((rows ?? inner).strides[index]),
      held,
      value: held === null ? null : () => held,
      fixed: all.every(({ strides }) => strides[index] === 0),
    };
  });
  const hold = ({ held, address, dtype }: Cursor): void => {
    if (held === null) return;
    emitLoadSplat(code, address, dtype);
    code.set(held);
  };
  for (const cursor of cursors) if (cursor.fixed) hold(cursor);

  const row = (at: readonly Cursor[]): void => {
    for (const cursor of at) if (!cursor.fixed) hold(cursor);
    const running = at.map((cursor) =>
      cursor.step === 0 || outer.length === 0
        ? cursor
        : { ...cursor, address: offset(code, cursor.address, 0) },
    );
    // Blocks are rounded up to whole vectors: where rows are not followed by rows, the last vector may spill over.
    const spill = outer.length === 0 && loop.within !== true;
    const vectors = spill ? Math.ceil(inner.size / 4) : Math.floor(inner.size / 4);
    emitSteps(lanes, loop, running, vectors);
    if (spill) return;
    repeat(code, inner.size % 4, () => {
      emitStep(lanes, loop, running, "one");
      advanceAll(code, running, 1);
    });
  };
  const pack = rows === undefined ? null : packOf(rows, inner);
  if (rows === undefined || pack === null) {
    forEachIndex(code, outer, cursors, () => row(cursors));
    return module.define(code);
  }
  forEachIndex(code, outer.slice(0, -1), cursors, () => {
    const running = cursors.map((cursor) => ({ ...cursor, address: offset(code, cursor.address, 0) }));
    const packed = running.map((cursor) => {
      if (cursor.step === 0 && cursor.row === 0) {
        if (!cursor.fixed) hold(cursor);
        return cursor;
      }
      return { ...cursor, value: cursor.row === 0 ? repeatedRow(lanes, cursor, inner.size, pack) : null };
    });
    repeat(code, Math.floor(rows.size / pack.rows), () => {
      const filled = packed.map((cursor) =>
        cursor.step === 0 && cursor.row > 0
          ? { ...cursor, value: repeatedColumn(lanes, cursor, inner.size, pack) }
          : cursor,
      );
      for (let vector = 0; vector < pack.vectors; vector++) emitStep(lanes, loop, filled, "four", vector);
      for (const { address, width, row } of filled) advance(code, address, pack.rows * row * width);
    });
    forEachIndex(code, [{ ...rows, size: rows.size % pack.rows }], running, () => row(running));
  });
  return module.define(code);
}

/** Beyond so many bytes of code, the turns of a loop cost little beside what is done in them. */
const LONG_TURN = 2048;

/** Takes so many vectors, some in each turn of a loop. */
function emitSteps(lanes: Lanes, loop: FusedLoop, cursors: readonly Cursor[], vectors: number): void {
  if (vectors === 0) return;
  const { code } = lanes;
  const first = code.aside(() => emitStep(lanes, loop, cursors, "four"));
  const most = [4, 2, 1].find((count) => count * first.bytes.length <= LONG_TURN) ?? 1;
  const together = Math.min(most, vectors);
  repeat(code, Math.floor(vectors / together), () => {
    code.place(first);
    for (let vector = 1; vector < together; vector++) emitStep(lanes, loop, cursors, "four", vector);
    advanceAll(code, cursors, 4 * together);
  });
  repeat(code, vectors % together, () => {
    code.place(first);
    advanceAll(code, cursors, 4);
  });
}

/** Takes the vector that is so many behind the cursors, or one element. */
function emitStep(lanes: Lanes, loop: FusedLoop, cursors: readonly Cursor[], lane: Lane, vector = 0): void {
  const { code } = lanes;
  const reads = cursors.slice(0, loop.reads.length);
  const writes = cursors.slice(loop.reads.length);
  const values = reads.map(({ value, address, dtype, width }) => {
    if (value !== null) return value(vector);
    const loaded = code.local("v128");
    emitLoad(code, address, dtype, lane, 4 * vector * width);
    code.set(loaded);
    return loaded;
  });
  const results = loop.body(lanes, values);
  for (const [index, { address, dtype, width }] of writes.entries())
    emitStore(code, address, present(results[index]), dtype, lane, 4 * vector * width);
}

function advanceAll(code: FunctionBuilder, cursors: readonly Cursor[], elements: number): void {
  for (const { address, width, step } of cursors) advance(code, address, elements * step * width);
}
