import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bind1 } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { scatterAdd } from "../lax/gather-scatter.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { GatherParams } from "../primitive/params.ts";
import { shifted, toFront } from "../primitive/rules/batch-rules.ts";
import { requireWindows, windowAxes, windowedShape, type Windows } from "../primitive/rules/index-rules.ts";
import { requireRepresentable } from "../primitive/rules/spec-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import { formatSpec } from "../tensor/spec.ts";

// Taking windows out is linear; its transpose adds each to where it came from.
export const gatherP: PrimitiveOf<"gather"> = {
  name: "gather",
  kind: "movement",
  spec([operand, indices], params) {
    const windows = windowsOf(params);
    requireWindows("gather", operand, indices, windows);
    requireRepresentable("gather", params.fillValue, operand.dtype);
    const { sliceSizes } = params;
    const single = [...windows.collapsed, ...windows.operandBatching];
    const valid =
      sliceSizes.length === operand.shape.length &&
      operand.shape.every((limit, axis) => {
        const size = sliceSizes[axis] ?? -1;
        return Number.isInteger(size) && size >= 0 && size <= limit && (!single.includes(axis) || size <= 1);
      });
    if (!valid) {
      throw new ArgumentInvalidError({
        operation: "gather",
        problem: "the slice sizes do not fit",
        expected: `sizes within ${formatSpec(operand)}${single.length > 0 ? `, 1 at axes [${single.join(",")}]` : ""}`,
        received: `[${sliceSizes.join(",")}]`,
      });
    }
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
    const numbers = {
      updateWindowDims: params.offsetDims,
      insertedWindowDims: params.collapsedSliceDims,
      operandBatchingDims: params.operandBatchingDims,
      scatterIndicesBatchingDims: params.startIndicesBatchingDims,
      scatterDimsToOperandDims: params.startIndexMap,
    };
    const zeros = zerosOf(operands[0].spec);
    const mode = params.mode === "fill" ? "drop" : "clip";
    return [scatterAdd(zeros, known(operands, 1), ct, numbers, { mode }), null];
  },
  batch([operand, indices], [operandAxis, indicesAxis], params, size) {
    const x = toFront(operand, operandAxis);
    const i = toFront(indices, indicesAxis);
    if (operandAxis === null) {
      const batched = {
        ...params,
        offsetDims: shifted(params.offsetDims),
        startIndicesBatchingDims: shifted(params.startIndicesBatchingDims),
      };
      return { outputs: [bind1("gather", [x, i], batched)], axes: [0] };
    }
    const inFront = {
      ...params,
      collapsedSliceDims: shifted(params.collapsedSliceDims),
      startIndexMap: shifted(params.startIndexMap),
    };
    const batched =
      indicesAxis === null
        ? // The mapped axis is one more axis of each window.
          {
            ...inFront,
            offsetDims: [0, ...shifted(params.offsetDims)],
            operandBatchingDims: shifted(params.operandBatchingDims),
            sliceSizes: [size, ...params.sliceSizes],
          }
        : {
            ...inFront,
            offsetDims: shifted(params.offsetDims),
            operandBatchingDims: [0, ...shifted(params.operandBatchingDims)],
            startIndicesBatchingDims: [0, ...shifted(params.startIndicesBatchingDims)],
            sliceSizes: [Math.min(1, size), ...params.sliceSizes],
          };
    return { outputs: [bind1("gather", [x, i], batched)], axes: [0] };
  },
};

function windowsOf(params: GatherParams): Windows {
  return {
    collapsed: params.collapsedSliceDims,
    operandBatching: params.operandBatchingDims,
    indicesBatching: params.startIndicesBatchingDims,
    indexMap: params.startIndexMap,
    windowDims: params.offsetDims,
  };
}
