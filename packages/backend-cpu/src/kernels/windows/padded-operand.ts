import { type DType, dtypeInfo, type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitFilled } from "../../codegen/fill.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { roundUp } from "../../memory/free-list.ts";
import { type Landing, landing } from "../landing.ts";

/** An operand among its padding: in the workspace, or the operand itself where nothing is padded. */
export interface PaddedOperand {
  readonly strides: readonly number[];
  readonly dtype: DType;
  /** Of the workspace: 0 if there is no padding. */
  readonly bytes: number;
  /** From the operand to its place in the workspace. */
  readonly inward: Landing;
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
  const [from, strides] = [stridesOf(operand), stridesOf(shape)];
  return {
    strides,
    dtype,
    bytes: changes ? roundUp(dtypeInfo(dtype).bytes * sizeOf(shape)) : 0,
    inward: landing(
      operand.map((size, axis) => ({
        size,
        length: present(shape[axis]),
        low: present(padding[axis])[0],
        step: present(baseDilation[axis]),
        strides: [present(from[axis]), present(strides[axis])],
      })),
    ),
  };
}

/** Fills the workspace with an element, four times in `bits`, and sets the operand into it. */
export function emitPadded(
  code: FunctionBuilder,
  { dtype, bytes, inward }: PaddedOperand,
  source: Local,
  target: Local,
  bits: number,
): void {
  emitFilled(code, target, bytes, bits);
  emitStridedCopy(code, { width: dtypeInfo(dtype).bytes, source, target, ...inward });
}

/** Takes the elements of the operand out of their padding. */
export function emitUnpadded(
  code: FunctionBuilder,
  { dtype, inward }: PaddedOperand,
  source: Local,
  target: Local,
): void {
  emitStridedCopy(code, {
    width: dtypeInfo(dtype).bytes,
    source,
    target,
    axes: inward.axes.map(({ size, strides }) => ({ size, strides: strides.toReversed() })),
    sourceOffset: inward.targetOffset,
    targetOffset: inward.sourceOffset,
  });
}
