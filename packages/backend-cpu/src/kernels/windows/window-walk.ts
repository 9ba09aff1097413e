import { dtypeInfo, type Shape, sizeOf, stridesOf, type WindowParams } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { type Axis, axesOf, mergeAxes } from "../../codegen/axes.ts";
import type { Lane } from "../../codegen/element-access.ts";
import { type Cursor, advance, forEachIndex, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import type { PaddedOperand } from "./padded-operand.ts";

/** Up to so many elements of a window are written out. */
const UNROLLED = 16;

/** Windows over a padded operand, and results of one element for each, both in C order. */
export interface WindowWalk {
  /** Strides: operand, results. */
  readonly windows: readonly Axis[];
  /** Strides: operand. */
  readonly taps: readonly Axis[];
  readonly width: number;
}

export function windowWalk(params: WindowParams, padded: PaddedOperand, results: Shape): WindowWalk {
  const along = (steps: readonly number[]): number[] =>
    steps.map((step, axis) => step * present(padded.strides[axis]));
  return {
    windows: mergeAxes(axesOf(results, along(params.windowStrides), stridesOf(results))),
    taps: mergeAxes(axesOf(params.windowDimensions, along(params.windowDilation))),
    width: dtypeInfo(padded.dtype).bytes,
  };
}

/**
 * Runs the body for each four windows side by side, or each one: addresses of `operands` and `results` moved along.
 *
 * @param again whether it may run a second time for a window, which then is one of four more often.
 */
export function forEachWindow(
  code: FunctionBuilder,
  { windows, width }: WindowWalk,
  operands: readonly Local[],
  results: readonly Local[],
  body: (operands: readonly Local[], results: readonly Local[], lane: Lane) => void,
  again = false,
): void {
  const cursors = [...operands, ...results].map((address) => ({ address: offset(code, address, 0), width }));
  const strideOf = (axis: Axis, index: number): number =>
    present(axis.strides[index < operands.length ? 0 : 1]);
  const axes = windows.map((axis) => ({
    size: axis.size,
    strides: cursors.map((_, i) => strideOf(axis, i)),
  }));
  const last = axes.at(-1);
  const inner = last !== undefined && last.strides.every((stride) => stride === 1) ? last : null;

  forEachIndex(code, inner === null ? axes : axes.slice(0, -1), cursors, () => {
    const moving = cursors.map(({ address }) => offset(code, address, 0));
    const emit = (lane: Lane, count: number): void =>
      repeat(code, count, () => {
        body(moving.slice(0, operands.length), moving.slice(operands.length), lane);
        for (const address of moving) advance(code, address, lane === "four" ? 4 * width : width);
      });
    const size = inner?.size ?? 1;
    emit("four", Math.floor(size / 4));
    if (again && size > 4 && size % 4 > 0) {
      for (const address of moving) advance(code, address, ((size % 4) - 4) * width);
      emit("four", 1);
    } else emit("one", size % 4);
  });
}

/** One element of each window at hand: addresses of it in the operands, how many bytes further, and its number. */
export interface Tap {
  readonly addresses: readonly Local[];
  readonly bytes: number;
  /** Leaves the number of the element, in C order, on the stack. */
  readonly pushIndex: () => void;
}

/** Runs the body for each element of a window. */
export function forEachTap(
  code: FunctionBuilder,
  { taps, width }: WindowWalk,
  addresses: readonly Local[],
  body: (tap: Tap) => void,
): void {
  if (sizeOf(taps.map(({ size }) => size)) <= UNROLLED) {
    for (const [index, elements] of offsetsOf(taps).entries()) {
      body({ addresses, bytes: width * elements, pushIndex: () => void code.i32(index) });
    }
    return;
  }
  const count = code.local("i32");
  code.i32(0).set(count);
  const cursors: Cursor[] = addresses.map((address) => ({ address: offset(code, address, 0), width }));
  const axes = taps.map(({ size, strides }) => ({ size, strides: cursors.map(() => present(strides[0])) }));
  forEachIndex(code, axes, cursors, () => {
    body({
      addresses: cursors.map(({ address }) => address),
      bytes: 0,
      pushIndex: () => void code.get(count),
    });
    advance(code, count, 1);
  });
}

/** The distance of each index of a walk from its start. */
function offsetsOf([axis, ...inner]: readonly Axis[]): number[] {
  if (axis === undefined) return [0];
  const offsets = offsetsOf(inner);
  const stride = present(axis.strides[0]);
  return Array.from({ length: axis.size }, (_, i) => offsets.map((bytes) => i * stride + bytes)).flat();
}

/** Whether windows do not reach along an axis: each index of the operand is one of the result. */
export function isAlone(params: WindowParams, axis: number): boolean {
  return (
    params.windowDimensions[axis] === 1 &&
    params.windowStrides[axis] === 1 &&
    params.baseDilation[axis] === 1 &&
    (params.padding[axis] ?? []).every((size) => size === 0)
  );
}
