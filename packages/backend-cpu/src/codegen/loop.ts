import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import type { Axis } from "./axes.ts";
import { present } from "./present.ts";

/** An address that a loop nest moves, and the bytes of an element there. */
export interface Cursor {
  readonly address: Local;
  readonly width: number;
}

/** Emits the body to run `count` times. */
export function repeat(code: FunctionBuilder, count: number, body: () => void): void {
  if (count <= 0) return;
  if (count === 1) {
    body();
    return;
  }
  const left = code.local("i32");
  code.i32(count).set(left);
  code.loop((head) => {
    body();
    code.get(left).i32(1).op("i32.sub").tee(left).branchIf(head);
  });
}

export function advance(code: FunctionBuilder, address: Local, bytes: number): void {
  if (bytes !== 0) code.get(address).i32(bytes).op("i32.add").set(address);
}

/** A new address so many bytes from another. */
export function offset(code: FunctionBuilder, address: Local, bytes: number): Local {
  const moved = code.local("i32");
  code.get(address);
  if (bytes !== 0) code.i32(bytes).op("i32.add");
  code.set(moved);
  return moved;
}

/** The address of 32-bit element `index · stride`. */
export function elementAt(code: FunctionBuilder, base: Local, index: Local, stride: number): Local {
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

/** Runs the body for each index of the axes, cursor `i` moved along by the strides `i`; the body leaves them as they are. */
export function forEachIndex(
  code: FunctionBuilder,
  axes: readonly Axis[],
  cursors: readonly Cursor[],
  body: () => void,
): void {
  const nest = (level: number): void => {
    const axis = axes[level];
    if (axis === undefined) {
      body();
      return;
    }
    repeat(code, axis.size, () => {
      nest(level + 1);
      const inner = axes[level + 1];
      for (const [index, { address, width }] of cursors.entries()) {
        const back = inner === undefined ? 0 : inner.size * present(inner.strides[index]);
        advance(code, address, (present(axis.strides[index]) - back) * width);
      }
    });
  };
  nest(0);
}

/** Walks `0 ≤ start < total` in blocks: the last may be smaller. */
export function forEachBlock(
  code: FunctionBuilder,
  total: number,
  block: number,
  body: (start: Local, size: Local) => void,
): void {
  if (total <= 0) return;
  const start = code.local("i32");
  const size = code.local("i32");
  code.i32(0).set(start);
  code.loop((head) => {
    code.i32(block).i32(total).get(start).op("i32.sub").tee(size);
    code.i32(block).get(size).op("i32.lt_u").op("select").set(size);
    body(start, size);
    code.get(start).i32(block).op("i32.add").tee(start).i32(total).op("i32.lt_u").branchIf(head);
  });
}
