import { sizeOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { Axis } from "../codegen/axes.ts";
import { type Cursor, forEachIndex, offset } from "../codegen/loop.ts";
import { present } from "../codegen/present.ts";

/** Up to so many places are written out. */
export const UNROLLED = 16;

/** So many bytes from an address. */
export interface Place {
  readonly address: Local;
  readonly bytes: number;
}

/**
 * Runs the body for each index of the axes with the places of all cursors; a few are written out. What `pushMark` leaves on
 * the stack tells one index from another, where the first cursor moves along all axes.
 */
export function forEachPlace(
  code: FunctionBuilder,
  axes: readonly Axis[],
  cursors: readonly Cursor[],
  body: (places: readonly Place[], pushMark: () => FunctionBuilder) => void,
): void {
  const count = sizeOf(axes.map(({ size }) => size));
  if (count > UNROLLED) {
    const moving = cursors.map(({ address, width }) => ({ address: offset(code, address, 0), width }));
    const places = moving.map(({ address }) => ({ address, bytes: 0 }));
    forEachIndex(code, axes, moving, () => body(places, () => code.get(present(places[0]).address)));
    return;
  }
  const offsets = cursors.map((_, cursor) => offsetsOf(axes, cursor));
  for (let index = 0; index < count; index++)
    body(
      cursors.map(({ address, width }, cursor) => ({
        address,
        bytes: width * present(offsets[cursor]?.[index]),
      })),
      () => code.i32(index),
    );
}

/** The distance, in elements, of each index of a walk from its start. */
function offsetsOf([axis, ...inner]: readonly Axis[], cursor: number): number[] {
  if (axis === undefined) return [0];
  const offsets = offsetsOf(inner, cursor);
  const stride = present(axis.strides[cursor]);
  return Array.from({ length: axis.size }, (_, i) => offsets.map((further) => i * stride + further)).flat();
}
