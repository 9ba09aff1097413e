import type { STORAGE_TYPES } from "../../wgsl/storage-type.ts";
import { type Axis, countOf } from "./axis.ts";

/** Elements as a batch of matrices: a place in the batch, among the rows and the columns, each in C order of some axes. */
export interface MatrixView {
  /** Steps: elements, then each bounded coordinate. */
  readonly batch: readonly Axis[];
  readonly rows: readonly Axis[];
  readonly columns: readonly Axis[];
  /** The element where all places are 0. */
  readonly start: number;
  /** Coordinates: where they start, and below which size there are elements. Outside lie zeros. */
  readonly bounds: readonly Bound[];
}

export interface Bound {
  readonly start: number;
  readonly size: number;
}

/** `result[b, m, n] = Σ_k lhs[b, m, k] · rhs[b, k, n]`, where every matrix may lie as it likes. */
export interface Product {
  readonly label: string;
  readonly storage: (typeof STORAGE_TYPES)[keyof typeof STORAGE_TYPES];
  readonly lhs: MatrixView;
  readonly rhs: MatrixView;
  /** It has no bounds. */
  readonly result: MatrixView;
  /** Which operands of the node lhs and rhs are. */
  readonly operands: readonly [lhs: number, rhs: number];
}

/** The same product with rows and columns exchanged: `resultᵀ = rhsᵀ · lhsᵀ`. */
export function transposed({ lhs, rhs, result, operands, ...rest }: Product): Product {
  return {
    ...rest,
    lhs: flipped(rhs),
    rhs: flipped(lhs),
    result: flipped(result),
    operands: [operands[1], operands[0]],
  };
}

function flipped(view: MatrixView): MatrixView {
  return { ...view, rows: view.columns, columns: view.rows };
}

export interface ProductSizes {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export function sizesOf({ lhs, result }: Product): ProductSizes {
  return {
    batch: countOf(result.batch),
    m: countOf(result.rows),
    n: countOf(result.columns),
    k: countOf(lhs.columns),
  };
}

/** What is summed in: halves in float32, integers exactly. */
export function sumType({ storage }: Product): "f32" | "i32" | "u32" {
  return storage === "f16" ? "f32" : storage;
}
