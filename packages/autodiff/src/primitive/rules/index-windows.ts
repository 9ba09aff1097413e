import type { Shape, TensorSpec } from "../../tensor/spec.ts";
import type { GatherParams, ScatterParams } from "../params.ts";
import { shifted } from "./batch-rules.ts";
import { otherAxes } from "./spec-rules.ts";

/** Where the windows of a gather or a scatter lie in the operand, in one vocabulary for both. */
export interface Windows {
  /** Axes of the operand along which windows have size 1 and the windowed tensor has no axis. */
  readonly collapsed: readonly number[];
  readonly operandBatching: readonly number[];
  readonly indicesBatching: readonly number[];
  /** For each element of an index vector, its axis of the operand. */
  readonly indexMap: readonly number[];
  /** Axes of the windowed tensor (the result of a gather, the updates of a scatter) along the windows. */
  readonly windowDims: readonly number[];
}

type GatherNumbers = Omit<GatherParams, "sliceSizes" | "mode" | "fillValue">;
type ScatterNumbers = Omit<ScatterParams, "mode">;

export function gatherWindows(numbers: GatherNumbers): Windows {
  return {
    collapsed: numbers.collapsedSliceDims,
    operandBatching: numbers.operandBatchingDims,
    indicesBatching: numbers.startIndicesBatchingDims,
    indexMap: numbers.startIndexMap,
    windowDims: numbers.offsetDims,
  };
}

export function gatherNumbers(windows: Windows): GatherNumbers {
  return {
    offsetDims: windows.windowDims,
    collapsedSliceDims: windows.collapsed,
    operandBatchingDims: windows.operandBatching,
    startIndicesBatchingDims: windows.indicesBatching,
    startIndexMap: windows.indexMap,
  };
}

export function scatterWindows(numbers: ScatterNumbers): Windows {
  return {
    collapsed: numbers.insertedWindowDims,
    operandBatching: numbers.operandBatchingDims,
    indicesBatching: numbers.scatterIndicesBatchingDims,
    indexMap: numbers.scatterDimsToOperandDims,
    windowDims: numbers.updateWindowDims,
  };
}

export function scatterNumbers(windows: Windows): ScatterNumbers {
  return {
    updateWindowDims: windows.windowDims,
    insertedWindowDims: windows.collapsed,
    operandBatchingDims: windows.operandBatching,
    scatterIndicesBatchingDims: windows.indicesBatching,
    scatterDimsToOperandDims: windows.indexMap,
  };
}

/** The one window of a dynamic slice: it runs along all axes, and has a position on each. */
export function wholeWindow(rank: number): Windows {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return { collapsed: [], operandBatching: [], indicesBatching: [], indexMap: axes, windowDims: axes };
}

/** Axes of the operand that the windows run along, in order. */
export function windowAxes(operand: TensorSpec, { collapsed, operandBatching }: Windows): number[] {
  return otherAxes(operand.shape, [...collapsed, ...operandBatching]);
}

/** The shape of the windowed tensor: the sizes of the windows at their axes, those of the indices at the others. */
export function windowedShape(indices: TensorSpec, windowDims: readonly number[], sizes: Shape): number[] {
  const rank = indices.shape.length - 1 + windowDims.length;
  const [outer, inner] = [indices.shape.slice(0, -1).values(), sizes.values()];
  return Array.from({ length: rank }, (_, axis) =>
    Number((windowDims.includes(axis) ? inner : outer).next().value),
  );
}

/** The windows of a stack of examples, whose mapped axes, of what has one, are in front. */
export function mappedWindows(windows: Windows, operandMapped: boolean, indicesMapped: boolean): Windows {
  const bothMapped = operandMapped && indicesMapped;
  const ofOperand = operandMapped ? shifted : Array.from<number>;
  const ofIndices = indicesMapped ? shifted : Array.from<number>;
  const walking = bothMapped ? [0] : [];
  return {
    collapsed: ofOperand(windows.collapsed),
    operandBatching: [...walking, ...ofOperand(windows.operandBatching)],
    indicesBatching: [...walking, ...ofIndices(windows.indicesBatching)],
    indexMap: ofOperand(windows.indexMap),
    // Of the operand alone the mapped axis is one more axis of each window.
    windowDims: [...(indicesMapped ? [] : [0]), ...shifted(windows.windowDims)],
  };
}
