import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import * as lax from "../../lax/elementwise.ts";
import { pad } from "../../lax/movement.ts";
import { reduceOr } from "../../lax/reduction.ts";
import { constant, full } from "../../lax/creation.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { broadcastTo, concatenate, expandDims, swapaxes } from "../movement.ts";
import { broadcastTrailing } from "../operands.ts";
import { tril } from "../diagonals.ts";
import { part } from "../part.ts";
import { matricesOf } from "./matrices.ts";
import { requireOptions } from "../require-options.ts";

export interface CholeskyOptions {
  /** The upper triangle instead of the lower one. Default `false`. */
  readonly upper?: boolean;
}

/**
 * The lower triangle L with `L·Lᵀ = x` of each symmetric, positive definite matrix; NaN for a matrix that is not positive
 * definite. Of a matrix that is not symmetric, half the sum with its transpose is taken.
 *
 * A column is a few operations, so that it is meant for matrices of up to some hundred rows.
 *
 * @param x `f32[...batch, n, n]`.
 * @throws ShapeMismatchError for matrices that are not square.
 * @example
 * ```ts
 * await np.linalg.cholesky(np.array([[4, 2], [2, 5]])).array(); // => [[2,0],[1,2]]
 * ```
 */
export function cholesky(x: Tensor, options: CholeskyOptions = {}): Tensor {
  requireOptions("np.linalg.cholesky", options, "{ upper }");
  const { upper = false } = options;
  const { operand, rows, columns } = matricesOf("np.linalg.cholesky", x);
  if (rows !== columns) {
    throw new ShapeMismatchError({
      operation: "np.linalg.cholesky",
      problem: "the matrices are not square",
      expected: "f32[...batch, n, n]",
      received: formatSpec(operand.spec),
    });
  }
  if (operand.size === 0) return operand;
  const half = full(operand.shape, 0.5, operand.dtype);
  let rest = lax.mul(lax.add(operand, swapaxes(operand, -1, -2)), half);
  const found: Tensor[] = [];
  for (let step = 0; step < rows; step++) {
    // x = l·lᵀ + rest: the first column says what l is.
    const first = columnsOf(rest, 0, 1);
    const pivot = lax.sqrt(rowsOf(first, 0, 1));
    const l = lax.div(first, broadcastTrailing(pivot, first.shape));
    found.push(below(l, step));
    const others = rowsOf(l, 1, rows - step);
    const corner = rowsOf(columnsOf(rest, 1, rows - step), 1, rows - step);
    const product = lax.mul(
      broadcastTrailing(others, corner.shape),
      broadcastTrailing(swapaxes(others, -1, -2), corner.shape),
    );
    rest = lax.sub(corner, product);
  }
  const lower = wholly(concatenate(found, { axis: -1 }));
  return upper ? swapaxes(lower, -1, -2) : lower;
}

/** NaN throughout the triangle where there is one: a root of a negative number, in some column. */
function wholly(lower: Tensor): Tensor {
  const matrix = [lower.ndim - 2, lower.ndim - 1];
  const failed = expandDims(reduceOr(lax.ne(lower, lower), matrix), matrix);
  return lax.select(
    broadcastTo(failed, lower.shape),
    tril(full(lower.shape, Number.NaN, lower.dtype)),
    lower,
  );
}

/** With so many rows of zeros above. */
function below(column: Tensor, count: number): Tensor {
  const config = column.shape.map((_, axis) => [axis === column.ndim - 2 ? count : 0, 0, 0] as const);
  return pad(column, constant(0, column.dtype), config);
}

function rowsOf(x: Tensor, from: number, to: number): Tensor {
  return part(x, x.ndim - 2, from, to);
}

function columnsOf(x: Tensor, from: number, to: number): Tensor {
  return part(x, x.ndim - 1, from, to);
}
