import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { dotGeneral } from "../lax/dot-general.ts";
import { reshape } from "../lax/movement.ts";
import { convertElementType, mul } from "../lax/elementwise.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { alike, broadcastShapes, broadcastTrailing, commonDType, tensorOf } from "./operands.ts";

/**
 * As NumPy's `dot`: the inner product of vectors, the matrix product of matrices, else the sum over the last
 * axis of `x` and the last but one of `y`.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * await np.dot(np.array([1, 2, 3]), np.array([4, 5, 6])).item(); // => 32
 * ```
 */
export function dot(x: Tensor, y: Tensor): Tensor {
  const [a, b] = sameDType("np.dot", x, y);
  if (a.dtype === "bool") return ofTruth(dot, a, b);
  if (a.ndim === 0 || b.ndim === 0) {
    const [scaled, scale] = alike("np.dot", a, b);
    if (scaled && scale) return mul(scaled, scale);
  }
  return contracted("np.dot", a, b);
}

/**
 * The matrix product over the last two axes; those before broadcast. A vector counts as a row on the left and
 * as a column on the right.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * await np.matmul(np.array([[1, 2], [3, 4]]), np.array([1, 10])).array(); // => [21,43]
 * np.matmul(np.ones([7, 2, 3]), np.ones([3, 4])).shape; // => [7,2,4]
 * ```
 */
export function matmul(x: Tensor, y: Tensor): Tensor {
  const [a, b] = sameDType("np.matmul", x, y);
  if (a.dtype === "bool") return ofTruth(matmul, a, b);
  if (a.ndim === 0 || b.ndim === 0) {
    throw new ShapeMismatchError({
      operation: "np.matmul",
      problem: "an operand is a scalar",
      expected: "at least one axis each",
      received: `${formatSpec(a.spec)} and ${formatSpec(b.spec)}`,
      hint: "Use x.mul(y).",
    });
  }
  if (a.ndim <= 2 && b.ndim <= 2) return contracted("np.matmul", a, b);
  return batchedMatmul(a, b);
}

/** Of truth values: whether some pair of them holds. */
function ofTruth(product: typeof dot, a: Tensor, b: Tensor): Tensor {
  const count = product(convertElementType(a, "int32"), convertElementType(b, "int32"));
  return convertElementType(count, "bool");
}

/** The sum over the last axis of `a` and the last but one of `b`. */
function contracted(operation: string, a: Tensor, b: Tensor): Tensor {
  const axis = Math.max(0, b.ndim - 2);
  requireInner(operation, a, b, axis);
  return dotGeneral(a, b, [
    [[a.ndim - 1], [axis]],
    [[], []],
  ]);
}

function batchedMatmul(x: Tensor, y: Tensor): Tensor {
  const a = x.ndim === 1 ? reshape(x, [1, ...x.shape]) : x;
  const b = y.ndim === 1 ? reshape(y, [...y.shape, 1]) : y;
  requireInner("np.matmul", a, b, b.ndim - 2);
  const batch = broadcastShapes("np.matmul", [a.shape.slice(0, -2), b.shape.slice(0, -2)], [a, b]);
  const axes = batch.map((_, i) => i);
  const spread = (operand: Tensor): Tensor =>
    broadcastTrailing(operand, [...batch, ...operand.shape.slice(-2)]);
  const product = dotGeneral(spread(a), spread(b), [
    [[batch.length + 1], [batch.length]],
    [axes, axes],
  ]);
  const rows = x.ndim === 1 ? [] : product.shape.slice(-2, -1);
  const columns = y.ndim === 1 ? [] : product.shape.slice(-1);
  return reshape(product, [...batch, ...rows, ...columns]);
}

/** Both as tensors of the dtype in which they meet. */
function sameDType(operation: string, x: Tensor, y: Tensor): readonly [Tensor, Tensor] {
  const dtype = commonDType(operation, [x, y]);
  return [
    convertElementType(tensorOf(operation, x), dtype),
    convertElementType(tensorOf(operation, y), dtype),
  ];
}

function requireInner(operation: string, x: Tensor, y: Tensor, axisOfY: number): void {
  const [inner, other] = [x.shape[x.ndim - 1], y.shape[axisOfY]];
  if (inner === other) return;
  throw new ShapeMismatchError({
    operation,
    problem: "inner sizes differ",
    expected: "lhs[…, k] and rhs[k, …]",
    received: `${formatSpec(x.spec)} and ${formatSpec(y.spec)} (${inner} ≠ ${other})`,
    ...(inner === y.shape[y.ndim - 1] && y.ndim > 1 ? { hint: "Did you mean rhs.transpose()?" } : {}),
  });
}
