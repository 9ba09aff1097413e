import { type CorePrimitives, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { emitStoreConstant } from "../creation.ts";
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
      const axes = windowAxes(windows).map(({ size, strides: [there, own] }) => ({
        size,
        strides: [present(own), present(there)],
      }));
      const { dtype } = windowed;
      forEachWindow(code, windows, pointers, {
        inside: (from, to) => emitStridedCopy(code, { width, source: from, target: to, axes }),
        ...(!windows.clips && {
          outside: (to) => {
            emitStoreConstant(code, to, { value: params.fillValue, dtype });
            const repeated = axes.map(({ size, strides: [, there] }) => ({
              size,
              strides: [0, present(there)],
            }));
            emitStridedCopy(code, { width, source: to, target: to, axes: repeated });
          },
        }),
      });
      return module.define(code);
    }),
};
