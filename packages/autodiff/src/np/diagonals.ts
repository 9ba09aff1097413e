import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { broadcastedIota, constant, full, zerosOf } from "../lax/creation.ts";
import { add, convertElementType, ge, select } from "../lax/elementwise.ts";
import { pad, reshape, slice, transpose } from "../lax/movement.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import type { DTypeOption } from "./creation.ts";
import { broadcastTrailing } from "./operands.ts";
import { sum } from "./reductions.ts";
import { requireOptions } from "./require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

/**
 * Ones on and below the `k`-th diagonal of `f32[n, m]`, zeros above.
 *
 * @example
 * ```ts
 * await np.tri(2, 3).array(); // => [[1,0,0],[1,1,0]]
 * ```
 */
export function tri(n: number, m: number = n, k = 0, options: DTypeOption = {}): Tensor {
  requireOptions("np.tri", options, "{ dtype }");
  const { dtype = "float32" } = options;
  return convertElementType(lower("np.tri", n, m, k), dtype);
}

/**
 * The lower triangle of each matrix, zeros above its `k`-th diagonal.
 *
 * @example
 * ```ts
 * await np.tril(np.array([[1, 2], [3, 4]])).array(); // => [[1,0],[3,4]]
 * ```
 */
export function tril(x: Tensor, k = 0): Tensor {
  tensorObject(x, "np.tril");
  const kept = lower("np.tril", ...matrixSizes("np.tril", x), k);
  return select(broadcastTrailing(kept, x.shape), x, zerosOf(x.spec));
}

/**
 * The upper triangle of each matrix, zeros below its `k`-th diagonal.
 *
 * @example
 * ```ts
 * await np.triu(np.array([[1, 2], [3, 4]])).array(); // => [[1,2],[0,4]]
 * await np.triu(np.array([[1, 2], [3, 4]]), 1).array(); // => [[0,2],[0,0]]
 * ```
 */
export function triu(x: Tensor, k = 0): Tensor {
  tensorObject(x, "np.triu");
  const dropped = lower("np.triu", ...matrixSizes("np.triu", x), k - 1);
  return select(broadcastTrailing(dropped, x.shape), zerosOf(x.spec), x);
}

/** True where `column ≤ row + k`. */
function lower(operation: string, n: number, m: number, k: number): Tensor {
  requireShape(operation, [n, m]);
  requireOffset(operation, k);
  const rows = broadcastedIota("int32", [n, m], 0);
  return ge(add(rows, full([n, m], k, "int32")), broadcastedIota("int32", [n, m], 1));
}

function matrixSizes(operation: string, x: Tensor): [number, number] {
  const [n, m] = tensorObject(x, operation).shape.slice(-2);
  if (n !== undefined && m !== undefined) return [n, m];
  throw new ArgumentInvalidError({
    operation,
    problem: "no matrix",
    expected: "a tensor with at least two axes",
    received: formatSpec(x.spec),
  });
}

export interface DiagonalOptions {
  /** Above (positive) or below the main diagonal. Default 0. */
  readonly offset?: number;
  /** The axes of the matrices. Default 0 and 1. */
  readonly axis1?: number;
  readonly axis2?: number;
}

/**
 * The diagonal of each matrix, as the last axis.
 *
 * @example
 * ```ts
 * await np.diagonal(np.array([[1, 2, 3], [4, 5, 6]]), { offset: 1 }).array(); // => [2,6]
 * ```
 */
export function diagonal(x: Tensor, options: DiagonalOptions = {}): Tensor {
  requireOptions("np.diagonal", options, "{ offset, axis1, axis2 }");
  const { offset = 0, axis1 = 0, axis2 = 1 } = options;
  matrixSizes("np.diagonal", x);
  requireOffset("np.diagonal", offset);
  const [a, b] = [axis1, axis2].map((axis) => tensorAxis("np.diagonal", axis, x));
  if (a === undefined || b === undefined || a === b) {
    throw new ArgumentInvalidError({
      operation: "np.diagonal",
      problem: "the axes are one",
      expected: "two axes",
      received: `${axis1} and ${axis2}`,
    });
  }
  const others = x.shape.map((_, i) => i).filter((i) => i !== a && i !== b);
  const matrices = transpose(x, [...others, a, b]);
  const outer = matrices.shape.slice(0, -2);
  const [n, m] = matrixSizes("np.diagonal", matrices);
  const [top, left] = [Math.max(0, -offset), Math.max(0, offset)];
  const length = Math.max(0, Math.min(n - top, m - left));
  // In C order the elements of a diagonal are m + 1 apart.
  const flat = reshape(matrices, [...outer, n * m]);
  const first = length === 0 ? 0 : top * m + left;
  return slice(
    flat,
    [...outer.map(() => 0), first],
    [...outer, length === 0 ? 0 : first + (length - 1) * (m + 1) + 1],
    [...outer.map(() => 1), m + 1],
  );
}

/**
 * The sum of each diagonal; options as of {@link diagonal}.
 *
 * @example
 * ```ts
 * await np.trace(np.array([[1, 2], [3, 4]])).item(); // => 5
 * await np.trace(np.array([[1, 2], [3, 4]]), { offset: 1 }).item(); // => 2
 * ```
 */
export function trace(x: Tensor, options: DiagonalOptions = {}): Tensor {
  return sum(diagonal(x, options), { axis: -1 });
}

/**
 * Of a vector the matrix with it on the `k`-th diagonal; of a matrix that diagonal.
 *
 * @example
 * ```ts
 * await np.diag(np.array([1, 2])).array(); // => [[1,0],[0,2]]
 * await np.diag(np.array([[1, 2], [3, 4]])).array(); // => [1,4]
 * ```
 */
export function diag(x: Tensor, k = 0): Tensor {
  tensorObject(x, "np.diag");
  requireOffset("np.diag", k);
  if (x.ndim === 2) return diagonal(x, { offset: k });
  if (x.ndim !== 1) {
    throw new ArgumentInvalidError({
      operation: "np.diag",
      problem: "neither a vector nor a matrix",
      expected: "one or two axes",
      received: formatSpec(x.spec),
      hint: "np.diagonal takes diagonals of stacks of matrices.",
    });
  }
  const n = x.size + Math.abs(k);
  if (x.size === 0) return zerosOf({ shape: [n, n], dtype: x.dtype });
  const first = k >= 0 ? k : -k * n;
  const last = first + (x.size - 1) * (n + 1);
  const flat = pad(x, constant(0, x.dtype), [[first, n * n - last - 1, n]]);
  return reshape(flat, [n, n]);
}

function requireOffset(operation: string, k: number): void {
  if (Number.isInteger(k)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "the diagonal is not a whole number",
    expected: "a whole number",
    received: String(k),
  });
}
