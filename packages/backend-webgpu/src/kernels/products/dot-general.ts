import { type DotGeneralParams, type Shape, stridesOf } from "@elegy/autodiff/spi";
import { storageTypeOf } from "../../wgsl/storage-type.ts";
import type { DispatchRule } from "../kernel-rule.ts";
import type { Axis } from "./axis.ts";
import { productDispatches } from "./product-dispatches.ts";
import type { MatrixView } from "./product.ts";
import { tfjsProduct } from "./tfjs-product.ts";

/** Products of matrices: by a program of TensorFlow.js where one is right, else in tiles of our own. */
export const dotGeneral: DispatchRule<DotGeneralParams> = ({ name, params, inputs, outputs }) => {
  const [lhs, rhs, result] = [inputs[0]!, inputs[1]!, outputs[0]!];
  const lhsFree = freeAxes(lhs.shape, params.lhsBatch, params.lhsContracting);
  const rhsFree = freeAxes(rhs.shape, params.rhsBatch, params.rhsContracting);
  const batchRank = params.lhsBatch.length;
  const resultAxes = [...result.shape.keys()];
  const product = {
    label: name,
    storage: storageTypeOf(lhs.dtype),
    lhs: matrixView(lhs.shape, params.lhsBatch, lhsFree, params.lhsContracting),
    rhs: matrixView(rhs.shape, params.rhsBatch, params.rhsContracting, rhsFree),
    result: matrixView(
      result.shape,
      resultAxes.slice(0, batchRank),
      resultAxes.slice(batchRank, batchRank + lhsFree.length),
      resultAxes.slice(batchRank + lhsFree.length),
    ),
    operands: [0, 1],
  } as const;
  return tfjsProduct(product) ?? productDispatches(product);
};

function freeAxes(shape: Shape, batch: readonly number[], contracting: readonly number[]): number[] {
  return [...shape.keys()].filter((axis) => !batch.includes(axis) && !contracting.includes(axis));
}

function matrixView(
  shape: Shape,
  batch: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
): MatrixView {
  const strides = stridesOf(shape);
  const walk = (axes: readonly number[]): Axis[] =>
    axes.map((axis) => ({ size: shape[axis]!, steps: [strides[axis]!] }));
  return { batch: walk(batch), rows: walk(rows), columns: walk(columns), start: 0, bounds: [] };
}
