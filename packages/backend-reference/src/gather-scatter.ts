import {
  type DType,
  dtypeInfo,
  type ScatterParams,
  type Shape,
  sizeOf,
  stridesOf,
} from "@elegy/autodiff/spi";
import { first, generate, type HostKernel, type HostKernels, type HostOperand, only } from "./host-kernel.ts";
import { at, dot, mapIndices } from "./indexing.ts";

type Names = "gather" | "scatter" | "scatterAdd" | "scatterMul" | "scatterMin" | "scatterMax";

export const gatherScatterKernels: HostKernels<Names> = {
  gather(inputs, params, outputs) {
    const { buffer, spec } = first(inputs);
    const offsets = placesOf(at(inputs, 1), spec.shape, only(outputs).shape, {
      windowDims: params.offsetDims,
      collapsed: params.collapsedSliceDims,
      operandBatching: params.operandBatchingDims,
      indicesBatching: params.startIndicesBatchingDims,
      indexMap: params.startIndexMap,
      sizes: params.sliceSizes,
      clips: params.mode !== "fill",
    });
    const fill = Number(params.fillValue);
    return [
      generate(only(outputs), (position) => {
        const offset = at(offsets, position);
        return offset === null ? fill : at(buffer, offset);
      }),
    ];
  },

  scatter: scattering((_, update) => update),
  scatterAdd: scattering((old, update) => old + update),
  scatterMul: scattering((old, update, dtype) =>
    dtypeInfo(dtype).kind === "float" ? old * update : Math.imul(old, update),
  ),
  scatterMin: scattering((old, update) => Math.min(old, update)),
  scatterMax: scattering((old, update) => Math.max(old, update)),
};

function scattering(
  combine: (old: number, update: number, dtype: DType) => number,
): HostKernel<ScatterParams> {
  return (inputs, params, outputs) => {
    const { buffer, spec } = first(inputs);
    const updates = at(inputs, 2);
    const windows = params.updateWindowDims.values();
    const single = [...params.insertedWindowDims, ...params.operandBatchingDims];
    const offsets = placesOf(at(inputs, 1), spec.shape, updates.spec.shape, {
      windowDims: params.updateWindowDims,
      collapsed: params.insertedWindowDims,
      operandBatching: params.operandBatchingDims,
      indicesBatching: params.scatterIndicesBatchingDims,
      indexMap: params.scatterDimsToOperandDims,
      sizes: spec.shape.map((_, axis) =>
        single.includes(axis) ? 1 : at(updates.spec.shape, Number(windows.next().value)),
      ),
      clips: params.mode === "clip",
    });
    const values = Array.from(buffer);
    for (const position of windowAfterWindow(updates.spec.shape, params.updateWindowDims)) {
      const offset = offsets[position] ?? null;
      if (offset === null) continue;
      // Rounded at each step, as sums of many updates in the dtype are; those of `float16` are made in `float32`.
      values[offset] = at(
        generate({ shape: [], dtype: spec.dtype === "float16" ? "float32" : spec.dtype }, () =>
          combine(at(values, offset), at(updates.buffer, position), spec.dtype),
        ),
        0,
      );
    }
    return [generate(only(outputs), (position) => at(values, position))];
  };
}

/** The positions of the updates, those of one index vector before those of the next. */
function windowAfterWindow(shape: Shape, windowDims: readonly number[]): number[] {
  const vectorShape = shape.filter((_, axis) => !windowDims.includes(axis));
  const vectors = mapIndices(shape, (index) =>
    dot(
      index.filter((_, axis) => !windowDims.includes(axis)),
      stridesOf(vectorShape),
    ),
  );
  return [...vectors.keys()].sort((a, b) => at(vectors, a) - at(vectors, b));
}

interface Windows {
  readonly windowDims: readonly number[];
  readonly collapsed: readonly number[];
  readonly operandBatching: readonly number[];
  readonly indicesBatching: readonly number[];
  readonly indexMap: readonly number[];
  /** Of a window, along each axis of the operand. */
  readonly sizes: Shape;
  readonly clips: boolean;
}

/** For each element of the windowed tensor its place in the operand, or `null` where the window is out of bounds. */
function placesOf(
  indices: HostOperand,
  operand: Shape,
  windowed: Shape,
  windows: Windows,
): (number | null)[] {
  const { windowDims, collapsed, operandBatching, indicesBatching, indexMap, sizes, clips } = windows;
  if (sizeOf(windowed) === 0) return [];
  const single = [...collapsed, ...operandBatching];
  const along = [...operand.keys()].filter((axis) => !single.includes(axis));
  return mapIndices(windowed, (index) => {
    const vector = index.filter((_, axis) => !windowDims.includes(axis));
    const place = operand.map(() => 0);
    for (const [k, axis] of indexMap.entries()) {
      const limit = at(operand, axis) - at(sizes, axis);
      const position = at(indices.buffer, dot([...vector, k], stridesOf(indices.spec.shape)));
      if (!clips && (position < 0 || position > limit)) return null;
      place[axis] = Math.min(Math.max(position, 0), limit);
    }
    for (const [k, axis] of operandBatching.entries()) place[axis] = at(vector, at(indicesBatching, k));
    for (const [k, axis] of along.entries()) place[axis] = at(place, axis) + at(index, at(windowDims, k));
    return dot(place, stridesOf(operand));
  });
}
