import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { Axis } from "../codegen/axes.ts";
import type { Lane } from "../codegen/element-access.ts";
import { advance, type Cursor, forEachIndex, offset, repeat } from "../codegen/loop.ts";
import { present } from "../codegen/present.ts";

/** Whether four indices of an axis are four neighbours of the last operand, and neighbours or one element of the others. */
export function isVector({ strides }: Axis): boolean {
  return strides.at(-1) === 1 && strides.every((stride) => stride === 0 || stride === 1);
}

/**
 * Runs the body for each index of the axes, for four of them at once if the last axis allows it, the addresses of the
 * cursors moved along.
 *
 * @param again whether it may run a second time for an index, which then is one of four more often.
 */
export function forEachVector(
  code: FunctionBuilder,
  axes: readonly Axis[],
  cursors: readonly Cursor[],
  body: (addresses: readonly Local[], lane: Lane) => void,
  again = false,
): void {
  const last = axes.at(-1);
  const inner = last !== undefined && isVector(last) ? last : null;
  const outer = cursors.map(({ address, width }) => ({ address: offset(code, address, 0), width }));
  forEachIndex(code, inner === null ? axes : axes.slice(0, -1), outer, () => {
    const moving = outer.map(({ address }) => offset(code, address, 0));
    const move = (indices: number): void => {
      for (const [i, address] of moving.entries())
        advance(code, address, indices * present(outer[i]).width * (inner?.strides[i] ?? 0));
    };
    const emit = (lane: Lane, count: number): void =>
      repeat(code, count, () => {
        body(moving, lane);
        move(lane === "four" ? 4 : 1);
      });
    const size = inner?.size ?? 1;
    emit("four", Math.floor(size / 4));
    if (again && size > 4 && size % 4 > 0) {
      move((size % 4) - 4);
      emit("four", 1);
    } else emit("one", size % 4);
  });
}
