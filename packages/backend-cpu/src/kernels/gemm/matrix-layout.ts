import {
  type CorePrimitives,
  type DType,
  type Shape,
  sizeOf,
  stridesOf,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import { axesOf, type Axis, mergeAxes } from "../../codegen/axes.ts";
import { present } from "../../codegen/present.ts";

/** An operand as a batch of matrices: elements between neighbours in each direction. */
export interface MatrixLayout {
  readonly batch: number;
  readonly row: number;
  readonly column: number;
  /** The walk that copies the operand into this layout, where its own is none. */
  readonly packing: readonly Axis[] | null;
}

/** `C[b, m, n] = Σ_k A[b, m, k] · B[b, k, n]`, C contiguous. */
export interface BatchedProduct {
  /** Of 32 bits; integer products are modulo 2³². */
  readonly dtype: DType;
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: MatrixLayout;
  readonly b: MatrixLayout;
}

export function batchedProduct(
  params: CorePrimitives["dotGeneral"],
  lhs: TensorSpec,
  rhs: TensorSpec,
): BatchedProduct {
  const lhsFree = freeAxes(lhs.shape, params.lhsBatch, params.lhsContracting);
  const rhsFree = freeAxes(rhs.shape, params.rhsBatch, params.rhsContracting);
  const size = (spec: TensorSpec, axes: readonly number[]): number =>
    sizeOf(axes.map((axis) => present(spec.shape[axis])));
  return {
    dtype: lhs.dtype,
    batch: size(lhs, params.lhsBatch),
    m: size(lhs, lhsFree),
    n: size(rhs, rhsFree),
    k: size(lhs, params.lhsContracting),
    a: layout(lhs.shape, params.lhsBatch, lhsFree, params.lhsContracting),
    b: layout(rhs.shape, params.rhsBatch, params.rhsContracting, rhsFree),
  };
}

function freeAxes(shape: Shape, batch: readonly number[], contracting: readonly number[]): number[] {
  return [...shape.keys()].filter((axis) => !batch.includes(axis) && !contracting.includes(axis));
}

/** Strides of the three groups of axes (batch, rows, columns), if each is one stride; else those of a copy in this order. */
function layout(shape: Shape, ...groups: readonly (readonly number[])[]): MatrixLayout {
  const strides = stridesOf(shape);
  const pick = (values: Shape, axes: readonly number[]): number[] =>
    axes.map((axis) => present(values[axis]));
  const merged = groups.map((axes) => mergeAxes(axesOf(pick(shape, axes), pick(strides, axes))));

  if (merged.every((axes) => axes.length <= 1)) {
    // Along an axis of size 1 any stride will do: 1 says "contiguous", which no kernel need copy.
    const [batch = 1, row = 1, column = 1] = merged.map((axes) => axes[0]?.strides[0]);
    if (row === 1 || column === 1) return { batch, row, column, packing: null };
  }
  const order = groups.flat();
  const ordered = pick(shape, order);
  const [, rows = 1, columns = 1] = groups.map((axes) => sizeOf(pick(shape, axes)));
  return {
    batch: rows * columns,
    row: columns,
    column: 1,
    packing: axesOf(ordered, pick(strides, order), stridesOf(ordered)),
  };
}
