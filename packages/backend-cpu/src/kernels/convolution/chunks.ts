import { sizeOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { Axis } from "../../codegen/axes.ts";
import { advance, forEachIndex, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";

/** A walk over `axes` in parts of at most `most` indices: how many of the axes are walked one index at a time, then a block. */
export interface Chunking {
  readonly outer: readonly Axis[];
  readonly blocked: Axis;
  readonly block: number;
  readonly inner: readonly Axis[];
}

export function chunking(axes: readonly Axis[], most: number): Chunking {
  const count = (list: readonly Axis[]): number => sizeOf(list.map(({ size }) => size));
  const level = axes.findIndex((_, i) => count(axes.slice(i + 1)) <= most);
  const at = Math.max(0, level);
  const blocked = axes[at] ?? { size: 1, strides: [0, 0] };
  const inner = axes.slice(at + 1);
  return {
    outer: axes.slice(0, at),
    blocked,
    block: Math.max(1, Math.min(blocked.size, Math.floor(most / count(inner)))),
    inner,
  };
}

/** How many indices a part has: all but the last one, and the last one. */
export function chunkSizes({ blocked, block, inner }: Chunking): number[] {
  const rest = blocked.size % block;
  return (rest === 0 ? [block] : [block, rest]).map((size) => size * sizeOf(inner.map((axis) => axis.size)));
}

/** Runs the body for each part, the addresses of 32-bit elements moved to its start by the strides; the body gets its axes. */
export function forEachChunk(
  code: FunctionBuilder,
  { outer, blocked, block, inner }: Chunking,
  addresses: readonly Local[],
  body: (addresses: readonly Local[], axes: readonly Axis[]) => void,
): void {
  const cursors = addresses.map((address) => ({ address: offset(code, address, 0), width: 4 }));
  forEachIndex(code, outer, cursors, () => {
    const moving = cursors.map(({ address }) => offset(code, address, 0));
    const emit = (size: number, count: number): void =>
      repeat(code, count, () => {
        body(moving, [{ size, strides: blocked.strides }, ...inner]);
        for (const [i, address] of moving.entries())
          advance(code, address, 4 * size * present(blocked.strides[i]));
      });
    emit(block, Math.floor(blocked.size / block));
    if (blocked.size % block > 0) emit(blocked.size % block, 1);
  });
}
