import { bind1 } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { scatterAdd } from "../lax/gather-scatter.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchGather } from "../primitive/rules/batch-windows.ts";
import { requireSliceSizes, requireWindows } from "../primitive/rules/index-rules.ts";
import {
  gatherWindows,
  scatterNumbers,
  windowAxes,
  windowedShape,
} from "../primitive/rules/index-windows.ts";
import { requireRepresentable } from "../primitive/rules/spec-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";

// Taking windows out is linear; its transpose adds each to where it came from.
export const gatherP: PrimitiveOf<"gather"> = {
  name: "gather",
  kind: "movement",
  spec([operand, indices], params) {
    const windows = gatherWindows(params);
    const { sliceSizes } = params;
    requireWindows("gather", operand, indices, windows);
    requireRepresentable("gather", params.fillValue, operand.dtype);
    requireSliceSizes("gather", operand, sliceSizes, [...windows.collapsed, ...windows.operandBatching]);
    const sizes = windowAxes(operand, windows).map((axis) => sliceSizes[axis] ?? 0);
    return [{ shape: windowedShape(indices, params.offsetDims, sizes), dtype: operand.dtype }];
  },
  jvp([operand, indices], [tangent], params) {
    return {
      primals: [bind1("gather", [operand, indices], params)],
      // What a window out of bounds is filled with does not move.
      tangents: [tangent ? bind1("gather", [tangent, indices], { ...params, fillValue: 0 }) : null],
    };
  },
  transpose([ct], operands, params) {
    if (!ct) return [null, null];
    const zeros = zerosOf(operands[0].spec);
    const mode = params.mode === "fill" ? "drop" : "clip";
    return [scatterAdd(zeros, known(operands, 1), ct, scatterNumbers(gatherWindows(params)), { mode }), null];
  },
  batch: batchGather,
};
