import { type DType, dtypeInfo, type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { Axis } from "../../codegen/axes.ts";
import { emitFill } from "../../codegen/fill.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { roundUp } from "../../memory/free-list.ts";
import { type Landing, landing } from "../movement.ts";

/** An operand among its padding: in the workspace, or the operand itself where nothing is padded. */
export interface PaddedOperand {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly dtype: DType;
  /** Of the workspace: 0 if there is no padding. */
  readonly bytes: number;
  readonly landings: readonly Landing[];
  readonly operandStrides: readonly number[];
}

export interface Padding {
  readonly padding: readonly (readonly [low: number, high: number])[];
  readonly baseDilation: readonly number[];
}

export function paddedOperand(
  operand: Shape,
  dtype: DType,
  { padding, baseDilation }: Padding,
): PaddedOperand {
  const shape = operand.map((size, axis) => {
    const [low, high] = present(padding[axis]);
    return low + (size === 0 ? 0 : 1 + (size - 1) * present(baseDilation[axis])) + high;
  });
  const changes = operand.some(
    (_, axis) => present(padding[axis]).some((count) => count !== 0) || present(baseDilation[axis]) !== 1,
  );
  return {
    shape,
    strides: stridesOf(shape),
    dtype,
    bytes: changes ? roundUp(dtypeInfo(dtype).bytes * sizeOf(shape)) : 0,
    landings: operand.map((size, axis) =>
      landing(size, present(shape[axis]), present(padding[axis])[0], present(baseDilation[axis])),
    ),
    operandStrides: stridesOf(operand),
  };
}

/** Fills the workspace with an element, four times in `bits`, and sets the operand into it. */
export function emitPadded(
  code: FunctionBuilder,
  padded: PaddedOperand,
  source: Local,
  workspace: Local,
  bits: number,
): void {
  emitFilled(code, padded, workspace, bits);
  emitStridedCopy(code, {
    width: dtypeInfo(padded.dtype).bytes,
    source,
    target: workspace,
    ...inward(padded),
  });
}

export function emitFilled(
  code: FunctionBuilder,
  { shape, dtype }: PaddedOperand,
  target: Local,
  bits: number,
): void {
  const pattern = code.local("v128");
  code.v128(bits).set(pattern);
  emitFill(code, target, dtypeInfo(dtype).bytes * sizeOf(shape), pattern);
}

/** Takes the elements of the operand out of their padding. */
export function emitUnpadded(
  code: FunctionBuilder,
  padded: PaddedOperand,
  workspace: Local,
  target: Local,
): void {
  const { axes, sourceOffset, targetOffset } = inward(padded);
  emitStridedCopy(code, {
    width: dtypeInfo(padded.dtype).bytes,
    source: workspace,
    target,
    axes: axes.map(({ size, strides }) => ({ size, strides: strides.toReversed() })),
    sourceOffset: targetOffset,
    targetOffset: sourceOffset,
  });
}

function inward({ landings, strides, operandStrides }: PaddedOperand): {
  axes: Axis[];
  sourceOffset: number;
  targetOffset: number;
} {
  const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
  return {
    axes: landings.map(({ count, step }, axis) => ({
      size: count,
      strides: [present(operandStrides[axis]), step * present(strides[axis])],
    })),
    sourceOffset: sum(landings.map(({ first }, axis) => first * present(operandStrides[axis]))),
    targetOffset: sum(landings.map(({ at }, axis) => at * present(strides[axis]))),
  };
}
