import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import type { Axis, Tensor, TensorLike } from "../tensor/tensor.ts";
import { normalizeAxis } from "./axes.ts";
import { floatTensor } from "./operands.ts";
import { max, min, sum } from "./reductions.ts";

export interface NormOptions {
  /** Of vectors any number or ±∞, default 2; of matrices `"fro"`, the default, ±1 or ±∞. */
  readonly ord?: number | "fro";
  /** One axis for vectors, two for matrices. Default: all, and any number of them if `ord` is left out. */
  readonly axis?: Axis;
  /** Keep the reduced axes with size 1. Default `false`. */
  readonly keepdims?: boolean;
}

/**
 * The norm of vectors or matrices.
 *
 * @throws ArgumentInvalidError for an order there is not, and for norms of singular values.
 * @example
 * ```ts
 * const x = np.array([[3, 4], [0, 0]]);
 * await np.linalg.norm(x).item(); // => 5
 * await np.linalg.norm(x, { ord: Infinity, axis: 1 }).array(); // => [4,0]
 * ```
 */
export function norm(x: TensorLike, { ord, axis, keepdims = false }: NormOptions = {}): Tensor {
  const operand = floatTensor("np.linalg.norm", x);
  if (axis === undefined && ord === undefined) return euclidean(operand, undefined, keepdims);
  const named =
    axis === undefined ? operand.shape.map((_, i) => i) : typeof axis === "number" ? [axis] : axis;
  const axes = named.map((one) => normalizeAxis("np.linalg.norm", one, operand.ndim, operand));
  const [row, column] = axes;
  if (row !== undefined && axes.length === 1) return vectorNorm(operand, ord ?? 2, row, keepdims);
  if (row !== undefined && column !== undefined && row !== column && axes.length === 2) {
    return matrixNorm(operand, ord ?? "fro", [row, column], keepdims);
  }
  throw new ArgumentInvalidError({
    operation: "np.linalg.norm",
    problem: "neither vectors nor matrices",
    expected: "one axis, or two different ones",
    received: `[${named.join(",")}]`,
    hint: "Without ord, the norm is that of all elements.",
  });
}

function euclidean(x: Tensor, axis: Axis | undefined, keepdims: boolean): Tensor {
  return lax.sqrt(sum(lax.mul(x, x), { ...(axis === undefined ? {} : { axis }), keepdims }));
}

function vectorNorm(x: Tensor, ord: number | "fro", axis: number, keepdims: boolean): Tensor {
  const options = { axis, keepdims };
  if (ord === 2) return euclidean(x, axis, keepdims);
  if (ord === "fro" || Number.isNaN(ord)) throw orderUnknown(ord, "vectors", "a number or ±Infinity");
  if (ord === 0) return sum(lax.convertElementType(lax.ne(x, full(x.shape, 0, x.dtype)), x.dtype), options);
  const magnitude = lax.abs(x);
  if (ord === Infinity) return max(magnitude, options);
  if (ord === -Infinity) return min(magnitude, options);
  if (ord === 1) return sum(magnitude, options);
  const power = sum(lax.pow(magnitude, full(x.shape, ord, x.dtype)), options);
  return lax.pow(power, full(power.shape, 1 / ord, x.dtype));
}

function matrixNorm(
  x: Tensor,
  ord: number | "fro",
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
  throw orderUnknown(ord, "matrices", '"fro", ±1 or ±Infinity');
}

function orderUnknown(ord: number | string, of: string, expected: string): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "np.linalg.norm",
    problem: `no such order for ${of}`,
    expected,
    received: JSON.stringify(ord) === "null" ? "NaN" : String(ord),
    ...(of === "matrices" ? { hint: "Norms of singular values (2, −2, nuc) are not there." } : {}),
  });
}
