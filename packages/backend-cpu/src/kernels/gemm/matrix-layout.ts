import { type CorePrimitives, type Shape, sizeOf, stridesOf, type TensorSpec } from "@elegy/autodiff/spi";
import { axesOf, type Axis, isEmpty, mergeAxes } from "../../codegen/axes.ts";
import { present } from "../../codegen/present.ts";

/** An operand as a batch of matrices: elements between neighbours in each direction. */
export interface MatrixLayout {
  readonly batch: number;
  readonly row: number;
  readonly column: number;
  /** The walk that makes the operand contiguous in this order, where its own is not strided. */
  readonly packing: readonly Axis[] | null;
}

/** `C[b, m, n] = Σ_k A[b, m, k] · B[b, k, n]`, C contiguous. */
export interface BatchedProduct {
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
  const size = (spec: TensorSpec, axes: readonly number[]): number => sizeOf(axes.map((axis) => present(spec.shape[axis])));
  return {
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

/** Strides of three groups of axes, if each group is one stride; else those of a copy in this order. */
function layout(shape: Shape, ...groups: readonly [number[] | readonly number[], readonly number[], readonly number[]]): MatrixLayout {
  const strides = stridesOf(shape);
  const pick = (values: Shape, axes: readonly number[]): number[] => axes.map((axis) => present(values[axis]));
  const merged = groups.map((axes) => mergeAxes(axesOf(pick(shape, axes), pick(strides, axes))));
  const sizes = groups.map((axes) => sizeOf(pick(shape, axes)));
  const [batchSize, rowSize, columnSize] = [present(sizes[0]), present(sizes[1]), present(sizes[2])];

  if (merged.every((axes) => axes.length <= 1)) {
    const [batch, row, column] = merged.map((axes) => axes[0]?.strides[0] ?? 0);
    const direct = {
      batch: present(batch),
      // A size of 1 may have any stride: the one that says "contiguous".
      row: rowSize === 1 ? columnSize : present(row),
      column: columnSize === 1 ? (row === 1 ? rowSize : 1) : present(column),
      packing: null,
    };
    if (direct.row === 1 || direct.column === 1 || isEmpty(merged.flat())) return direct;
  }
  const order = groups.flat();
  const ordered = pick(shape, order);
  return {
    batch: rowSize * columnSize,
    row: columnSize,
    column: 1,
    packing: axesOf(ordered, pick(strides, order), stridesOf(ordered)).filter(() => batchSize > 0),
  };
}
