import type { DType } from "@elegy/autodiff/spi";
import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { emitLoad, emitStore, type Lane } from "../../codegen/element-access.ts";
import { advance, forEachIndex, offset, repeat } from "../../codegen/loop.ts";

/** A target, brought together with a source of the same dtype, element by element. */
export interface Combination {
  readonly op: Op;
  readonly dtype: DType;
  readonly source: Local;
  readonly target: Local;
  /** Strides: source, target. */
  readonly axes: readonly Axis[];
}

/** Combines four elements at a time where they lie next to each other. */
export function emitCombine(code: FunctionBuilder, { op, dtype, source, target, axes }: Combination): void {
  const width = dtypeInfo(dtype).bytes;
  const merged = mergeAxes(axes);
  const inner = merged.at(-1) ?? { size: 1, strides: [1, 1] };
  const [from, to] = [offset(code, source, 0), offset(code, target, 0)];
  const cursors = [
    { address: from, width },
    { address: to, width },
  ];
  const value = code.local("v128");
  const step = (lane: Lane): void => {
    emitLoad(code, to, dtype, lane);
    emitLoad(code, from, dtype, lane);
    code.op(op).set(value);
    emitStore(code, to, value, dtype, lane);
  };

  if (!inner.strides.every((stride) => stride === 1)) {
    forEachIndex(code, merged, cursors, () => step("one"));
    return;
  }
  const advanceBoth = (elements: number): void => {
    advance(code, from, width * elements);
    advance(code, to, width * elements);
  };
  forEachIndex(code, merged.slice(0, -1), cursors, () => {
    repeat(code, Math.floor(inner.size / 4), () => {
      step("four");
      advanceBoth(4);
    });
    repeat(code, inner.size % 4, () => {
      step("one");
      advanceBoth(1);
    });
    advanceBoth(-inner.size);
  });
}
