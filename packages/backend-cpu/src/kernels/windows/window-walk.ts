import { dtypeInfo, type Shape, stridesOf, type WindowParams } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { type Axis, axesOf, mergeAxes } from "../../codegen/axes.ts";
import type { Lane } from "../../codegen/element-access.ts";
import { present } from "../../codegen/present.ts";
import { forEachPlace } from "../for-each-place.ts";
import { forEachVector } from "../for-each-vector.ts";
import type { PaddedOperand } from "./padded-operand.ts";

/** Windows over padded operands of one shape, and results of one element for each, all in C order. */
export interface WindowWalk {
  /** Strides: each operand, then the results. */
  readonly windows: readonly Axis[];
  /** Strides: each operand. */
  readonly taps: readonly Axis[];
  readonly width: number;
}

export function windowWalk(
  params: WindowParams,
  padded: PaddedOperand,
  results: Shape,
  operands: number,
): WindowWalk {
  const along = (steps: readonly number[]): number[][] => {
    const strides = steps.map((step, axis) => step * present(padded.strides[axis]));
    return Array.from({ length: operands }, () => strides);
  };
  return {
    windows: mergeAxes(axesOf(results, ...along(params.windowStrides), stridesOf(results))),
    taps: mergeAxes(axesOf(params.windowDimensions, ...along(params.windowDilation))),
    width: dtypeInfo(padded.dtype).bytes,
  };
}

/**
 * Runs the body for each four windows side by side, or each one: addresses of the operands and the result moved along.
 *
 * @param again see {@link forEachVector}.
 */
export function forEachWindow(
  code: FunctionBuilder,
  { windows, width }: WindowWalk,
  addresses: readonly Local[],
  body: (operands: readonly Local[], result: Local, lane: Lane) => void,
  again = false,
): void {
  const cursors = addresses.map((address) => ({ address, width }));
  const each = (moving: readonly Local[], lane: Lane): void =>
    body(moving.slice(0, -1), present(moving.at(-1)), lane);
  forEachVector(code, windows, cursors, each, again);
}

/** Runs the body for each element of a window: see {@link forEachPlace}. */
export function forEachTap(
  code: FunctionBuilder,
  { taps, width }: WindowWalk,
  operands: readonly Local[],
  body: Parameters<typeof forEachPlace>[3],
): void {
  const cursors = operands.map((address) => ({ address, width }));
  forEachPlace(code, taps, cursors, body);
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
