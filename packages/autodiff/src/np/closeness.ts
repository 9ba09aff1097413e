import { constant, full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { sameShape } from "../tensor/spec.ts";
import { equal } from "./comparison.ts";
import { alikeFloats, tensorOf } from "./operands.ts";
import { all } from "./reductions.ts";
import { requireOptions } from "./require-options.ts";

export interface ClosenessOptions {
  /** Relative to the second operand. Default 1e-5. */
  readonly rtol?: number;
  /** Default 1e-8. */
  readonly atol?: number;
  /** Whether NaN is close to NaN. Default `false`. */
  readonly equalNan?: boolean;
}

/**
 * `|x − y| ≤ atol + rtol · |y|`, element by element; equal infinities are close.
 *
 * @example
 * ```ts
 * await np.isclose(np.array([1, 2]), np.array([1.000001, 2.1])).array(); // => [true,false]
 * ```
 */
export function isclose(x: TensorLike, y: TensorLike, options: ClosenessOptions = {}): Tensor {
  return close("np.isclose", x, y, options);
}

/**
 * Whether all elements are close: see {@link isclose}.
 *
 * @example
 * ```ts
 * await np.allclose(np.array([1, 2]), np.array([1.000001, 2])).array(); // => true
 * await np.allclose(NaN, NaN, { equalNan: true }).array(); // => true
 * ```
 */
export function allclose(x: TensorLike, y: TensorLike, options: ClosenessOptions = {}): Tensor {
  return all(close("np.allclose", x, y, options));
}

function close(operation: string, x: TensorLike, y: TensorLike, options: ClosenessOptions): Tensor {
  requireOptions(operation, options, "{ rtol, atol, equalNan }");
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  const [a, b] = alikeFloats(operation, x, y);
  if (!a || !b) throw new Error(`${operation} has two operands`);
  const filled = (value: number): Tensor => full(b.shape, value, b.dtype);
  const allowed = lax.add(filled(atol), lax.mul(filled(rtol), lax.abs(b)));
  // An infinite number allows any distance.
  const near = lax.bitwiseAnd(lax.isFinite(b), lax.le(lax.abs(lax.sub(a, b)), allowed));
  const same = lax.bitwiseOr(near, lax.eq(a, b));
  if (!equalNan) return same;
  return lax.bitwiseOr(same, lax.bitwiseAnd(lax.ne(a, a), lax.ne(b, b)));
}

/**
 * Whether two tensors have one shape and equal elements: `bool[]`.
 *
 * @example
 * ```ts
 * await np.arrayEqual(np.array([1, 2]), np.array([1])).item(); // => 0
 * ```
 */
export function arrayEqual(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = [tensorOf("np.arrayEqual", x), tensorOf("np.arrayEqual", y)];
  return sameShape(a.shape, b.shape) ? all(equal(a, b)) : constant(false, "bool");
}
