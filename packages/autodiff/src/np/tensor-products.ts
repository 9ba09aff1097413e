import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { dotGeneral } from "../lax/dot-general.ts";
import { convertElementType, mul } from "../lax/elementwise.ts";
import { reshape } from "../lax/movement.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Axis, Tensor, TensorLike } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { alike, commonDType, tensorOf } from "./operands.ts";
import { numberList } from "./number-list.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

/**
 * The sum of products over some axes; the others follow each other, those of `x` first.
 *
 * @param axes how many, the last of `x` and the first of `y`, default 2; or `[axes of x, axes of y]`.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * np.tensordot(np.ones([2, 3, 4]), np.ones([4, 3, 5]), [[1, 2], [1, 0]]).shape; // => [2,5]
 * ```
 */
export function tensordot(x: Tensor, y: Tensor, axes: number | readonly [Axis, Axis] = 2): Tensor {
  const [a, b] = sameDType("np.tensordot", x, y);
  const [left, right] = axesOf(a, b, axes);
  const fits =
    left.length === right.length && left.every((axis, i) => a.shape[axis] === b.shape[right[i] ?? -1]);
  if (!fits) {
    throw new ShapeMismatchError({
      operation: "np.tensordot",
      problem: "the axes differ in size",
      expected: `axes [${left.join(",")}] of lhs as long as axes [${right.join(",")}] of rhs`,
      received: `${formatSpec(a.spec)} and ${formatSpec(b.spec)}`,
    });
  }
  return dotGeneral(a, b, [
    [left, right],
    [[], []],
  ]);
}

function axesOf(
  a: Tensor,
  b: Tensor,
  axes: number | readonly [Axis, Axis],
): readonly [readonly number[], readonly number[]] {
  if (typeof axes === "number") {
    if (!Number.isInteger(axes) || axes < 0 || axes > Math.min(a.ndim, b.ndim)) {
      throw new ArgumentInvalidError({
        operation: "np.tensordot",
        problem: "the operands have not so many axes",
        expected: `a whole number of 0…${Math.min(a.ndim, b.ndim)}`,
        received: String(axes),
      });
    }
    const first = Array.from({ length: axes }, (_, i) => i);
    return [first.map((i) => a.ndim - axes + i), first];
  }
  const normalized = (some: Axis, operand: Tensor): number[] =>
    numberList("np.tensordot", "the axis", some).map((axis) => tensorAxis("np.tensordot", axis, operand));
  return [normalized(axes[0], a), normalized(axes[1], b)];
}

/**
 * The sum of products over the last axis of both.
 *
 * @example
 * ```ts
 * await np.inner(np.array([1, 2]), np.array([[3, 4], [5, 6]])).array(); // => [11,17]
 * ```
 */
export function inner(x: Tensor, y: Tensor): Tensor {
  tensorObject(x, "np.inner");
  tensorObject(y, "np.inner");
  if (x.ndim > 0 && y.ndim > 0) return tensordot(x, y, [-1, -1]);
  const [a, b] = sameDType("np.inner", x, y);
  return tensordot(a, b, 0);
}

/**
 * The product of each element of `x` with each of `y`, both flattened: `T[x.size, y.size]`.
 *
 * @example
 * ```ts
 * await np.outer(np.array([1, 10]), np.array([1, 2, 3])).array(); // => [[1,2,3],[10,20,30]]
 * ```
 */
export function outer(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = sameDType("np.outer", x, y);
  return tensordot(reshape(a, [a.size]), reshape(b, [b.size]), 0);
}

/**
 * The inner product of all elements: a scalar.
 *
 * @throws ShapeMismatchError if there are not equally many.
 * @example
 * ```ts
 * await np.vdot(np.array([[1, 2], [3, 4]]), np.array([1, 10, 100, 1000])).item(); // => 4321
 * ```
 */
export function vdot(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = sameDType("np.vdot", x, y);
  return tensordot(reshape(a, [a.size]), reshape(b, [b.size]), 1);
}

/**
 * The Kronecker product: `y` in the place of each element of `x`, multiplied by it.
 *
 * @example
 * ```ts
 * await np.kron(np.array([1, 10]), np.array([1, 2])).array(); // => [1,2,10,20]
 * ```
 */
export function kron(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = sameDType("np.kron", x, y);
  const rank = Math.max(a.ndim, b.ndim);
  const sizes = (operand: Tensor): number[] => [
    ...Array.from({ length: rank - operand.ndim }, () => 1),
    ...operand.shape,
  ];
  const [outerSizes, innerSizes] = [sizes(a), sizes(b)];
  const [left, right] = alike(
    "np.kron",
    reshape(
      a,
      outerSizes.flatMap((size) => [size, 1]),
    ),
    reshape(
      b,
      innerSizes.flatMap((size) => [1, size]),
    ),
  );
  if (!left || !right) throw new Error("np.kron has two operands");
  return reshape(
    mul(left, right),
    outerSizes.map((size, i) => size * (innerSizes[i] ?? 1)),
  );
}

/** Both as tensors of the dtype in which they meet. */
function sameDType(operation: string, x: TensorLike, y: TensorLike): readonly [Tensor, Tensor] {
  const dtype = commonDType(operation, [x, y]);
  return [
    convertElementType(tensorOf(operation, x), dtype),
    convertElementType(tensorOf(operation, y), dtype),
  ];
}
