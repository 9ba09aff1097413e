import { bind1 } from "../../interpreters/stack.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { GatherParams, ScatterParams } from "../params.ts";
import type { BatchAxis, BatchResult } from "../primitive.ts";
import { mappedInFront, toFront } from "./batch-rules.ts";
import {
  gatherNumbers,
  gatherWindows,
  mappedWindows,
  scatterNumbers,
  scatterWindows,
} from "./index-windows.ts";

/** A gather for a stack of examples. */
export function batchGather(
  [operand, indices]: readonly [Tensor, Tensor, ...Tensor[]],
  [operandAxis, indicesAxis]: readonly [BatchAxis, BatchAxis, ...BatchAxis[]],
  params: GatherParams,
  size: number,
): BatchResult {
  const [operandMapped, indicesMapped] = [operandAxis !== null, indicesAxis !== null];
  const windowSize = indicesMapped ? Math.min(1, size) : size;
  const batched = {
    ...params,
    ...gatherNumbers(mappedWindows(gatherWindows(params), operandMapped, indicesMapped)),
    sliceSizes: operandMapped ? [windowSize, ...params.sliceSizes] : params.sliceSizes,
  };
  const inputs = [toFront(operand, operandAxis), toFront(indices, indicesAxis)];
  return { outputs: [bind1("gather", inputs, batched)], axes: [0] };
}

export type ScatterName = "scatter" | "scatterAdd" | "scatterMul" | "scatterMin" | "scatterMax";

/** A scatter for a stack of examples: each has an operand of its own. */
export function batchScatter(
  name: ScatterName,
  [operand, indices, updates]: readonly [Tensor, Tensor, Tensor, ...Tensor[]],
  [operandAxis, indicesAxis, updatesAxis]: readonly [BatchAxis, BatchAxis, BatchAxis, ...BatchAxis[]],
  params: ScatterParams,
  size: number,
): BatchResult {
  const windows = mappedWindows(scatterWindows(params), true, indicesAxis !== null);
  const inputs = [
    mappedInFront(operand, operandAxis, size),
    toFront(indices, indicesAxis),
    mappedInFront(updates, updatesAxis, size),
  ];
  return { outputs: [bind1(name, inputs, { ...params, ...scatterNumbers(windows) })], axes: [0] };
}
