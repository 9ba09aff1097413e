import { byteSize, type CorePrimitives, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { emitCopyElsewhere } from "../copy-bytes.ts";
import { kernel, type LoopRule } from "../kernel-rule.ts";
import { type CombiningOps, emitCombine, opFor } from "./combine.ts";
import { forEachWindow, windowAxes } from "./index-walk.ts";

type Scatter = LoopRule<CorePrimitives["scatter"]>;

export const scatter: Scatter = scattering(null);
export const scatterAdd: Scatter = scattering({
  float: "f32x4.add",
  signed: "i32x4.add",
  unsigned: "i32x4.add",
});
export const scatterMul: Scatter = scattering({
  float: "f32x4.mul",
  signed: "i32x4.mul",
  unsigned: "i32x4.mul",
});
export const scatterMin: Scatter = scattering({
  float: "f32x4.min",
  signed: "i32x4.min_s",
  unsigned: "i32x4.min_u",
});
export const scatterMax: Scatter = scattering({
  float: "f32x4.max",
  signed: "i32x4.max_s",
  unsigned: "i32x4.max_u",
});

/** `null`: the update replaces what is there. */
function scattering(ops: CombiningOps | null): Scatter {
  return {
    kind: "loop",
    ...(ops === null && { takesHalves: true }),
    updatesFirst: true,
    lower: ({ params, inputs }) =>
      kernel((module) => {
        const code = FunctionBuilder.ofAddresses(4);
        const [operand, indices, windowed] = [present(inputs[0]), present(inputs[1]), present(inputs[2])];
        const [source, vectors, updates, target] = code.params();
        emitCopyElsewhere(code, present(source), present(target), byteSize(operand));
        if (sizeOf(windowed.shape) === 0) return module.define(code);
        const windows = {
          operand,
          indices,
          windowed,
          windowDims: params.updateWindowDims,
          collapsed: params.insertedWindowDims,
          operandBatching: params.operandBatchingDims,
          indicesBatching: params.scatterIndicesBatchingDims,
          indexMap: params.scatterDimsToOperandDims,
          clips: params.mode === "clip",
        };
        const pointers = {
          operand: present(target),
          indices: present(vectors),
          windowed: present(updates),
        };
        const { dtype } = operand;
        const axes = windowAxes(windows);
        forEachWindow(code, windows, pointers, {
          inside: (to, from) => {
            if (ops === null) {
              const width = dtypeInfo(dtype).bytes;
              emitStridedCopy(code, { width, source: from, target: to, axes });
            } else emitCombine(code, { op: opFor(ops, dtype), dtype, source: from, target: to, axes });
          },
        });
        return module.define(code);
      }),
  };
}
