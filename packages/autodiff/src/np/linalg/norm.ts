import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { full } from "../../lax/creation.ts";
import * as lax from "../../lax/elementwise.ts";
import type { Axis, Tensor, TensorLike } from "../../tensor/tensor.ts";
import { reshape, transpose } from "../../lax/movement.ts";
import { normalizeAxes, tensorAxis } from "../axes.ts";
import { floatTensor } from "../operands.ts";
import { expandDims, moveaxis } from "../movement.ts";
import { max, min, sum } from "../reductions.ts";
import { matricesOf } from "./matrices.ts";
import { svdvals } from "./singular-values.ts";
import { requireOptions } from "../require-options.ts";
import { numberList } from "../number-list.ts";

export interface NormOptions {
  /**
   * Of vectors any number or ±∞, default 2; of matrices `"fro"`, the default, ±1 or ±∞, or by singular values `"nuc"`, their
   * sum, 2, the largest, or −2, the least.
   */
  readonly ord?: number | "fro" | "nuc";
  /** One axis for vectors, two for matrices. Default: all, and any number of them if `ord` is left out. */
  readonly axis?: Axis;
  /** Keep the reduced axes with size 1. Default `false`. */
  readonly keepdims?: boolean;
}

/**
 * The norm of vectors or matrices.
 *
 * @throws ArgumentInvalidError for an order there is not.
 * @example
 * ```ts
 * const x = np.array([[3, 4], [0, 0]]);
 * await np.linalg.norm(x).item(); // => 5
 * await np.linalg.norm(x, { ord: Infinity, axis: 1 }).array(); // => [4,0]
 * ```
 */
export function norm(x: TensorLike, options: NormOptions = {}): Tensor {
  requireOptions("np.linalg.norm", options, "{ ord, axis, keepdims }");
  const { ord, axis, keepdims = false } = options;
  const operand = floatTensor("np.linalg.norm", x);
  if (axis === undefined && ord === undefined) return euclidean(operand, undefined, keepdims);
  const named =
    axis === undefined ? operand.shape.map((_, i) => i) : numberList("np.linalg.norm", "the axis", axis);
  const axes = named.map((one) => tensorAxis("np.linalg.norm", one, operand));
  const [row, column] = axes;
  if (row !== undefined && axes.length === 1) return alongAxis(operand, ord ?? 2, row, keepdims);
  if (row !== undefined && column !== undefined && row !== column && axes.length === 2) {
    return overMatrices(operand, ord ?? "fro", [row, column], keepdims);
  }
  throw new ArgumentInvalidError({
    operation: "np.linalg.norm",
    problem: "neither vectors nor matrices",
    expected: "one axis, or two different ones",
    received: `[${named.join(",")}]`,
    hint: "Without ord, the norm is that of all elements.",
  });
}

export interface VectorNormOptions extends Pick<NormOptions, "axis" | "keepdims"> {
  /** Default 2. */
  readonly ord?: number;
}

/**
 * The norm of vectors along an axis, or of all elements of the axes together, by default all.
 *
 * @example
 * ```ts
 * await np.linalg.vectorNorm(np.array([[3, 4], [6, 8]]), { axis: 1 }).array(); // => [5,10]
 * await np.linalg.vectorNorm(np.array([3, -4]), { ord: 1 }).item(); // => 7
 * ```
 */
export function vectorNorm(x: TensorLike, options: VectorNormOptions = {}): Tensor {
  requireOptions("np.linalg.vectorNorm", options, "{ ord, axis, keepdims }");
  const { ord = 2, axis, keepdims = false } = options;
  const operand = floatTensor("np.linalg.vectorNorm", x);
  const axes = normalizeAxes("np.linalg.vectorNorm", axis, operand);
  const others = operand.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const kept = others.map((i) => operand.shape[i] ?? 1);
  const size = axes.reduce((product, i) => product * (operand.shape[i] ?? 1), 1);
  const rows = reshape(transpose(operand, [...others, ...axes]), [...kept, size]);
  const result = alongAxis(rows, ord, rows.ndim - 1, false);
  return keepdims
    ? reshape(
        result,
        operand.shape.map((length, i) => (axes.includes(i) ? 1 : length)),
      )
    : result;
}

export interface MatrixNormOptions extends Pick<NormOptions, "keepdims"> {
  /** Default `"fro"`. */
  readonly ord?: number | "fro" | "nuc";
}

/**
 * The norm of each matrix, the last two axes.
 *
 * @example
 * ```ts
 * await np.linalg.matrixNorm(np.array([[3, 0], [0, -4]])).item(); // => 5
 * await np.linalg.matrixNorm(np.array([[3, 0], [0, -4]]), { ord: 2 }).item(); // => 4
 * ```
 */
export function matrixNorm(x: TensorLike, options: MatrixNormOptions = {}): Tensor {
  requireOptions("np.linalg.matrixNorm", options, "{ ord, keepdims }");
  const { ord = "fro", keepdims = false } = options;
  const { operand } = matricesOf("np.linalg.matrixNorm", x);
  return overMatrices(operand, ord, [operand.ndim - 2, operand.ndim - 1], keepdims);
}

function euclidean(x: Tensor, axis: Axis | undefined, keepdims: boolean): Tensor {
  return lax.sqrt(sum(lax.mul(x, x), { ...(axis === undefined ? {} : { axis }), keepdims }));
}

function alongAxis(x: Tensor, ord: number | "fro" | "nuc", axis: number, keepdims: boolean): Tensor {
  const options = { axis, keepdims };
  if (ord === 2) return euclidean(x, axis, keepdims);
  if (typeof ord === "string" || Number.isNaN(ord))
    throw orderUnknown(ord, "vectors", "a number or ±Infinity");
  if (ord === 0) return sum(lax.convertElementType(lax.ne(x, full(x.shape, 0, x.dtype)), x.dtype), options);
  const magnitude = lax.abs(x);
  if (ord === Infinity) return max(magnitude, options);
  if (ord === -Infinity) return min(magnitude, options);
  if (ord === 1) return sum(magnitude, options);
  const power = sum(lax.pow(magnitude, full(x.shape, ord, x.dtype)), options);
  return lax.pow(power, full(power.shape, 1 / ord, x.dtype));
}

function overMatrices(
  x: Tensor,
  ord: number | "fro" | "nuc",
  [row, column]: readonly [number, number],
  keepdims: boolean,
): Tensor {
  if (ord === "fro") return euclidean(x, [row, column], keepdims);
  // The largest or smallest sum along one axis; both are kept until the end.
  const extreme = (summed: number, over: typeof max): Tensor => {
    const sums = sum(lax.abs(x), { axis: summed, keepdims: true });
    return over(sums, { axis: [row, column], keepdims });
  };
  if (ord === 1) return extreme(row, max);
  if (ord === -1) return extreme(row, min);
  if (ord === Infinity) return extreme(column, max);
  if (ord === -Infinity) return extreme(column, min);
  if (ord !== "nuc" && ord !== 2 && ord !== -2) {
    throw orderUnknown(ord, "matrices", '"fro", "nuc", ±1, ±2 or ±Infinity');
  }
  const values = svdvals(moveaxis(moveaxis(x, row, -1), column > row ? column - 1 : column, -1));
  const reduce = ord === "nuc" ? sum : ord === 2 ? max : min;
  const result = reduce(values, { axis: -1 });
  return keepdims ? expandDims(result, [row, column]) : result;
}

function orderUnknown(ord: number | string, of: string, expected: string): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "np.linalg.norm",
    problem: `no such order for ${of}`,
    expected,
    received: JSON.stringify(ord) === "null" ? "NaN" : String(ord),
  });
}
