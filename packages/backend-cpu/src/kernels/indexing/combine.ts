import type { DType } from "@elegy/autodiff/spi";
import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { emitLoad, emitStore } from "../../codegen/element-access.ts";
import { present } from "../../codegen/present.ts";
import { forEachVector } from "../for-each-vector.ts";

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
  const { bytes: width } = dtypeInfo(dtype);
  const cursors = [source, target].map((address) => ({ address, width }));
  const value = code.local("v128");
  forEachVector(code, mergeAxes(axes), cursors, ([from, to], lane) => {
    emitLoad(code, present(to), dtype, lane);
    emitLoad(code, present(from), dtype, lane);
    code.op(op).set(value);
    emitStore(code, present(to), value, dtype, lane);
  });
}
