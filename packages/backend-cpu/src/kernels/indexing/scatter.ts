import { byteSize, type CorePrimitives, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { laneOp } from "../../codegen/lane-op.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { emitCopyElsewhere } from "../copy-bytes.ts";
import { kernel, type LoopRule, type Rules } from "../kernel-rule.ts";
import { emitCombine } from "./combine.ts";
import { forEachWindow, windowAxes } from "./index-walk.ts";

/** Updates of what indices name. */
export const SCATTERS: Rules<"scatter" | "scatterAdd" | "scatterMul" | "scatterMin" | "scatterMax", Scatter> =
  {
    scatter: scattering(null),
    scatterAdd: scattering("add"),
    scatterMul: scattering("mul"),
    scatterMin: scattering("min"),
    scatterMax: scattering("max"),
  };

type Scatter = LoopRule<CorePrimitives["scatter"]>;

/** `null`: the update replaces what is there. */
function scattering(name: "add" | "mul" | "min" | "max" | null): Scatter {
  return {
    kind: "loop",
    ...(name === null && { takesHalves: true }),
    updatesFirst: true,
    lower: ({ params, inputs }) =>
      kernel((module) => {
        const code = new FunctionBuilder(["i32", "i32", "i32", "i32"]);
        const [operand, indices, windowed] = [present(inputs[0]), present(inputs[1]), present(inputs[2])];
        const [source, vectors, updates, target] = code.params;
        emitCopyElsewhere(code, source, target, byteSize(operand));
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
          operand: target,
          indices: vectors,
          windowed: updates,
        };
        const { dtype } = operand;
        const axes = windowAxes(windows);
        forEachWindow(code, windows, pointers, {
          inside: (to, from) => {
            if (name === null) {
              const width = dtypeInfo(dtype).bytes;
              emitStridedCopy(code, { width, source: from, target: to, axes });
            } else emitCombine(code, { op: laneOp(name, dtype), dtype, source: from, target: to, axes });
          },
        });
        return module.define(code);
      }),
  };
}
