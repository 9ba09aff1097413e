import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { gather } from "../../lax/gather-scatter.ts";
import type { DType } from "../../tensor/dtype.ts";
import { formatSpec, type Shape, type TensorSpec } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { PrimitiveOf } from "../define.ts";
import type { ScatterParams } from "../params.ts";
import { batchScatter, type ScatterName } from "./batch-windows.ts";
import { requireWindows } from "./index-rules.ts";
import { gatherNumbers, scatterWindows, windowAxes, windowedShape } from "./index-windows.ts";
import { requireDType } from "./spec-rules.ts";

/** What all scatters have in common. */
export function scatterLike<K extends ScatterName>(
  name: K,
  dtypes: readonly DType[],
): Pick<PrimitiveOf<ScatterName>, "kind" | "spec" | "batch"> & { readonly name: K } {
  return {
    name,
    kind: "movement",
    spec: ([operand, indices, updates], params) =>
      scatterSpec(name, operand, indices, updates, params, dtypes),
    batch: (operands, axes, params, size) => batchScatter(name, operands, axes, params, size),
  };
}

function scatterSpec(
  name: ScatterName,
  operand: TensorSpec,
  indices: TensorSpec,
  updates: TensorSpec,
  params: ScatterParams,
  dtypes: readonly DType[],
): readonly TensorSpec[] {
  requireDType(name, operand, dtypes);
  const windows = scatterWindows(params);
  requireWindows(name, operand, indices, windows);
  const axes = windowAxes(operand, windows);
  const sizes = windows.windowDims.map((axis) => updates.shape[axis] ?? -1);
  const expected = windowedShape(indices, windows.windowDims, sizes);
  const fits =
    updates.dtype === operand.dtype &&
    updates.shape.length === expected.length &&
    expected.every((size, axis) => size === updates.shape[axis]) &&
    sizes.every((size, i) => size <= (operand.shape[axes[i] ?? -1] ?? -1));
  if (!fits) {
    const limits = axes.map((axis) => operand.shape[axis] ?? 0);
    throw new ShapeMismatchError({
      operation: name,
      problem: "the updates do not fit",
      expected: `${formatSpec({ shape: windowedShape(indices, windows.windowDims, limits), dtype: operand.dtype })}, or less along axes [${windows.windowDims.join(",")}]`,
      received: formatSpec(updates),
    });
  }
  return [operand];
}

/** From a tensor of the operand's shape what lies where the updates go; zeros for updates that are dropped. */
export function gatherUpdates(
  x: Tensor,
  indices: Tensor,
  updatesShape: Shape,
  params: ScatterParams,
): Tensor {
  const windows = scatterWindows(params);
  const axes = windowAxes(x.spec, windows);
  const sizes = x.shape.map((size, axis) => {
    const window = axes.indexOf(axis);
    return window < 0 ? Math.min(1, size) : (updatesShape[params.updateWindowDims[window] ?? -1] ?? 0);
  });
  return gather(
    x,
    indices,
    gatherNumbers(windows),
    sizes,
    // An update out of bounds has no part in the result.
    { mode: params.mode === "clip" ? "clip" : "fill", fillValue: 0 },
  );
}
