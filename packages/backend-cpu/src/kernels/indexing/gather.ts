import { type CorePrimitives, type DType, dtypeInfo, halfBits, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { emitFill } from "../../codegen/fill.ts";
import { floatBits } from "../../codegen/lanes.ts";
import { forEachIndex, offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { kernel, type LoopRule } from "../kernel-rule.ts";
import { forEachWindow, windowAxes } from "./index-walk.ts";

export const gather: LoopRule<CorePrimitives["gather"]> = {
  kind: "loop",
  takesHalves: true,
  sliced: ({ params, inputs }) => {
    const alongIndices = !params.offsetDims.includes(0) && present(inputs[1]).shape.length > 1;
    return alongIndices && params.startIndicesBatchingDims.length === 0 ? [false, true] : null;
  },
  lower: ({ params, inputs, outputs }) =>
    kernel((module) => {
      const code = new FunctionBuilder(["i32", "i32", "i32"]);
      const windowed = present(outputs[0]);
      if (sizeOf(windowed.shape) === 0) return module.define(code);
      const windows = {
        operand: present(inputs[0]),
        indices: present(inputs[1]),
        windowed,
        windowDims: params.offsetDims,
        collapsed: params.collapsedSliceDims,
        operandBatching: params.operandBatchingDims,
        indicesBatching: params.startIndicesBatchingDims,
        indexMap: params.startIndexMap,
        clips: params.mode !== "fill",
      };
      const [operand, indices, target] = code.params;
      const pointers = {
        operand,
        indices,
        windowed: target,
      };
      const width = dtypeInfo(windowed.dtype).bytes;
      const axes = windowAxes(windows);
      const pattern = code.local("v128");
      code.v128(fillBits(params.fillValue, windowed.dtype)).set(pattern);
      forEachWindow(code, windows, pointers, {
        inside: (from, to) =>
          emitStridedCopy(code, {
            width,
            source: from,
            target: to,
            axes: axes.map(({ size, strides: [there, own] }) => ({
              size,
              strides: [present(own), present(there)],
            })),
          }),
        ...(windows.clips ? {} : { outside: (to: Local) => emitStridedFill(code, to, width, axes, pattern) }),
      });
      return module.define(code);
    }),
};

/** The value as it lies in memory, repeated where it is shorter than a word. */
function fillBits(value: number | boolean, dtype: DType): number {
  if (dtype === "float32") return floatBits(Number(value));
  if (dtype === "float16") return Math.imul(halfBits(Number(value)), 0x10001);
  return dtypeInfo(dtype).bytes === 1 ? Math.imul(Number(value) & 255, 0x01010101) : Number(value) | 0;
}

/** Writes an element all over a window. */
function emitStridedFill(
  code: FunctionBuilder,
  target: Local,
  width: number,
  axes: readonly Axis[],
  pattern: Local,
): void {
  const merged = mergeAxes(axes.map(({ size, strides }) => ({ size, strides: strides.slice(0, 1) })));
  const inner = merged.at(-1);
  const contiguous = inner?.strides[0] === 1;
  const cursor = offset(code, target, 0);
  forEachIndex(code, contiguous ? merged.slice(0, -1) : merged, [{ address: cursor, width }], () =>
    emitFill(code, cursor, width * (contiguous ? inner.size : 1), pattern),
  );
}
