import { type ConvolutionPhase, type DType, sizeOf } from "@elegy/autodiff/spi";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { present } from "../../codegen/present.ts";
import { roundUp } from "../../memory/free-list.ts";
import type { BatchedProduct } from "../gemm/matrix-layout.ts";
import { packedProductBytes } from "../gemm/packed-product.ts";
import { chunking, type Chunking, chunkSizes } from "./chunks.ts";
import { type ConvolutionPlan, needsPadding } from "./convolution-plan.ts";
import { type PaddedLhs, paddedLhs } from "./padded-lhs.ts";

/** At most so many elements of patches at a time, which stay in the second-level cache. */
const MOST_PATCHES = 64 * 1024;
/** But so many rows, or steps of the sum, at least: all of the window, or of the result, passes by in each part. */
const LEAST_ROWS = 128;

/** At most so many elements of the operand are copied at a time. */
const MOST_COPIED = 1024 * 1024;

/** How many rows of patches, each of so many elements, are made at a time. */
export function patchRows(elements: number): number {
  return Math.max(LEAST_ROWS, Math.floor(MOST_PATCHES / elements));
}

/** A walk over elements, and where it starts. */
export interface Walk {
  readonly axes: readonly Axis[];
  readonly start: number;
}

/** The window as the matrix B: where it lies, and the walk that copies it (window, B) if its own layout is none. */
export interface WindowMatrix {
  readonly row: number;
  readonly column: number;
  readonly start: number;
  readonly pack: Walk | null;
  /** Of the copy. */
  readonly bytes: number;
}

/** One phase as a product `C[m, n] (+)= Σ_k A[m, k] · B[k, n]`. */
export interface PhaseProduct {
  readonly m: number;
  readonly n: number;
  /** Elements from the start of lhs to the first one that is read. */
  readonly lhsStart: number;
  /** Parts of the side of A that is slower in memory. Strides: lhs; C or B. */
  readonly chunks: Chunking;
  /** The other side. Strides: lhs. */
  readonly across: readonly Axis[];
  /** `row` and `column` of A where lhs is that matrix already. */
  readonly direct: { readonly row: number; readonly column: number } | null;
  readonly patchBytes: number;
  readonly panelBytes: number;
  readonly window: WindowMatrix;
  readonly outStart: number;
  /** The walk (C, out) that puts C in its place, where it cannot be made there. */
  readonly scatter: readonly Axis[] | null;
}

export interface PatchPlan {
  readonly dtype: DType;
  /**
   * Whether A is made by rows, from features that lie side by side, or by columns, from examples that do, as in the gradient
   * of a window. Rows of a product are independent, columns are added up.
   */
  readonly byRows: boolean;
  readonly padded: PaddedLhs;
  /** Where lhs is copied, it is copied a few examples (features) at a time, to stay in the cache. */
  readonly slabs: number;
  readonly slabStrides: { readonly lhs: number; readonly out: number };
  readonly phases: readonly PhaseProduct[];
}

/** See {@link PatchPlan.byRows}. */
export function makesRows({ lhs }: ConvolutionPlan): boolean {
  return lhs.strides[1] === 1 || lhs.strides[0] !== 1;
}

export function patchPlan(plan: ConvolutionPlan): PatchPlan {
  const { lhs, out } = plan;
  const byRows = makesRows(plan);
  const copies = needsPadding(plan) || (lhs.strides[0] !== 1 && lhs.strides[1] !== 1);
  const spatial = lhs.sizes.slice(2).map((_, i) => i + 2);
  const slab = byRows ? 0 : 1;
  const inSlab = copies ? slabSize(plan, byRows) : present(lhs.sizes[slab]);
  const sizes = lhs.sizes.with(slab, inSlab);
  const order = byRows ? [0, ...spatial, 1] : [1, ...spatial, 0];
  const padded = paddedLhs({ sizes, strides: lhs.strides }, plan.extents, order, copies);
  return {
    dtype: plan.dtype,
    byRows,
    padded,
    slabs: present(lhs.sizes[slab]) / inSlab,
    slabStrides: {
      lhs: inSlab * present(lhs.strides[slab]),
      out: byRows ? inSlab * present(out.strides[0]) : 0,
    },
    phases: plan.phases.map((phase) => phaseProduct(plan, phase, { byRows, sizes, padded })),
  };
}

/** How many examples (features) are copied together: a divisor of all of them. */
function slabSize({ lhs, phases }: ConvolutionPlan, byRows: boolean): number {
  const all = present(lhs.sizes[byRows ? 0 : 1]);
  const rows = phases.map((phase) => sizeOf(phase.map(({ count, taps }) => (byRows ? count : taps))));
  const wanted = Math.ceil(LEAST_ROWS / Math.min(...rows));
  const most = Math.floor((MOST_COPIED * all) / sizeOf(lhs.sizes));
  const divisors = Array.from({ length: all }, (_, i) => i + 1).filter((size) => all % size === 0);
  const enough = divisors.find((size) => size >= Math.min(all, wanted) && size <= most);
  return enough ?? divisors.findLast((size) => size <= Math.min(wanted, most)) ?? 1;
}

interface Frame {
  readonly byRows: boolean;
  /** Of lhs, with one slab. */
  readonly sizes: readonly number[];
  readonly padded: PaddedLhs;
}

function phaseProduct(
  { dtype, rhs, out }: ConvolutionPlan,
  phase: readonly ConvolutionPhase[],
  { byRows, sizes, padded }: Frame,
): PhaseProduct {
  const along = phase.map((axis, i) => ({ ...axis, lhs: present(padded.strides[i + 2]), role: i + 2 }));
  const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
  const example = { size: present(sizes[0]), strides: [present(padded.strides[0])] };
  const feature = { size: present(sizes[1]), strides: [present(padded.strides[1])] };
  const positions = along.map((axis) => ({ size: axis.count, strides: [axis.stride * axis.lhs] }));
  const taps = along.map((axis) => ({ size: axis.taps, strides: [axis.dilation * axis.lhs] }));
  const rows = byRows ? [example, ...positions] : [...positions, example];
  const columns = byRows ? [...taps, feature] : [feature, ...taps];
  const [m, n] = [count(rows), present(rhs.sizes[0])];
  const k = count(columns);

  const window = windowMatrix(rhs, phase, byRows);
  const placed = along.map(({ step, count: size, role }) => ({
    size,
    out: step * present(out.strides[role]),
  }));
  const exampleOut = { size: example.size, out: present(out.strides[0]) };
  const scatter = scatterOf(
    byRows ? [exampleOut, ...placed] : [...placed, exampleOut],
    n,
    present(out.strides[1]),
  );

  const [slow, fast] = byRows ? [rows, columns] : [columns, rows];
  const direct = directMatrix(rows, columns);
  const chunks = chunking(
    withRowMajor(slow, byRows ? n : window.row),
    direct === null ? patchRows(count(fast)) : Infinity,
  );
  const products = chunkSizes(chunks).map((size) =>
    matrixProduct({ dtype, byRows }, { m: byRows ? size : m, n, k: byRows ? k : size }, direct, window),
  );
  return {
    m,
    n,
    lhsStart: padded.start + sum(along.map((axis) => axis.first * axis.lhs)),
    chunks,
    across: fast,
    direct,
    patchBytes: direct === null ? roundUp(4 * Math.max(...chunkSizes(chunks)) * count(fast)) : 0,
    panelBytes: Math.max(...products.map((product) => packedProductBytes(product))),
    window,
    outStart: sum(along.map(({ start, role }) => start * present(out.strides[role]))),
    scatter,
  };
}

/** A product of one part of A, in patches or where it lies. */
export function matrixProduct(
  { dtype, byRows }: Pick<PatchPlan, "dtype" | "byRows">,
  { m, n, k }: { readonly m: number; readonly n: number; readonly k: number },
  direct: PhaseProduct["direct"],
  { row, column }: WindowMatrix,
): BatchedProduct {
  const { row: aRow, column: aColumn } = direct ?? (byRows ? { row: k, column: 1 } : { row: 1, column: m });
  return {
    dtype,
    batch: 1,
    m,
    n,
    k,
    a: { batch: 0, row: aRow, column: aColumn, packing: null },
    b: { batch: 0, row, column, packing: null },
  };
}

function count(axes: readonly Axis[]): number {
  return sizeOf(axes.map(({ size }) => size));
}

/** The axes with one stride more, that of C order with elements of a given size. */
function withRowMajor(axes: readonly Axis[], element: number): Axis[] {
  return axes.map(({ size, strides }, i) => ({
    size,
    strides: [...strides, element * count(axes.slice(i + 1))],
  }));
}

/** The strides of a matrix with these rows and columns, if each side has one and one of them is 1. */
function directMatrix(rows: readonly Axis[], columns: readonly Axis[]): PhaseProduct["direct"] {
  const sides = [mergeAxes(rows), mergeAxes(columns)];
  if (sides.some(({ length }) => length > 1)) return null;
  const [row = 1, column = 1] = sides.map((axes) => axes[0]?.strides[0]);
  return row === 1 || column === 1 ? { row, column } : null;
}

function windowMatrix(
  rhs: ConvolutionPlan["rhs"],
  phase: readonly ConvolutionPhase[],
  byRows: boolean,
): WindowMatrix {
  const strideAt = (role: number): number => present(rhs.strides[role]);
  const start = phase.reduce((total, { tapStart }, i) => total + tapStart * strideAt(i + 2), 0);
  const feature = { size: present(rhs.sizes[1]), strides: [strideAt(1)] };
  const taps = phase.map((axis, i) => ({ size: axis.taps, strides: [axis.tapStep * strideAt(i + 2)] }));
  const columns = byRows ? [...taps, feature] : [feature, ...taps];
  const output = { size: present(rhs.sizes[0]), strides: [strideAt(0)] };
  const merged = mergeAxes(columns);
  const own = { pack: null, bytes: 0, start };
  const along = merged[0]?.strides[0] ?? output.size;
  if (merged.length <= 1 && strideAt(0) === 1) return { ...own, row: along, column: 1 };
  if (merged.length <= 1 && along === 1) return { ...own, row: 1, column: strideAt(0) };
  const axes = withRowMajor([...columns, output], 1);
  return {
    row: output.size,
    column: 1,
    start: 0,
    pack: { axes, start },
    bytes: roundUp(4 * count(axes)),
  };
}

/** `null` where C in its own order lies in the result as it is. */
function scatterOf(
  rows: readonly { readonly size: number; readonly out: number }[],
  n: number,
  feature: number,
): Axis[] | null {
  const walk = [...rows, { size: n, out: feature }].map(({ size, out }) => ({ size, strides: [out] }));
  const axes = withRowMajor(walk, 1).map(({ size, strides }) => ({ size, strides: strides.toReversed() }));
  const merged = mergeAxes(axes);
  return merged.every(({ strides }) => strides.every((stride) => stride === 1)) ? null : axes;
}
