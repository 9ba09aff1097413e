import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { uploaded } from "../interpreters/evaluate.ts";
import * as lax from "../lax/creation.ts";
import { add, convertElementType, eq } from "../lax/elementwise.ts";
import { requireCount, requireShape } from "../primitive/rules/spec-rules.ts";
import type { DType, TypedArray } from "../tensor/dtype.ts";
import { type ArrayOptions, hostValues } from "../tensor/host-values.ts";
import { dtypeOfNumber } from "../tensor/promotion.ts";
import type { Shape } from "../tensor/spec.ts";
import { isTensor, type NestedArray, type Tensor } from "../tensor/tensor.ts";
import { requireOptions } from "./require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export type { ArrayOptions } from "../tensor/host-values.ts";

/**
 * A tensor of the given numbers, copied.
 *
 * @param data nested arrays, or a typed array with its `shape`; a tensor is converted.
 * @throws ShapeMismatchError for ragged rows or a shape of another size.
 * @throws ArgumentInvalidError for a number that the dtype cannot hold.
 * @example
 * ```ts
 * np.array([[1, 2], [3, 4]]).dtype; // => int32
 * np.array(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] }).shape; // => [2,2]
 * ```
 */
export function array(data: NestedArray | TypedArray | Tensor, options: ArrayOptions = {}): Tensor {
  requireOptions("np.array", options, "{ dtype, shape } or a host tensor { dtype, shape, data }");
  if (isTensor(data)) return options.dtype ? convertElementType(data, options.dtype) : data;
  const { values, spec } = hostValues(data, options);
  return uploaded(values, spec);
}

export interface DTypeOption {
  /** Default `float32`. */
  readonly dtype?: DType;
}

/**
 * Zeros: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await np.zeros([2, 2]).array(); // => [[0,0],[0,0]]
 * await np.zeros([2], { dtype: "bool" }).array(); // => [false,false]
 * ```
 */
export function zeros(shape: Shape, options: DTypeOption = {}): Tensor {
  requireOptions("np.zeros", options, "{ dtype }");
  const { dtype = "float32" } = options;
  requireShape("np.zeros", shape);
  return lax.full(shape, 0, dtype);
}

/**
 * Ones: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await np.ones([2, 2]).array(); // => [[1,1],[1,1]]
 * ```
 */
export function ones(shape: Shape, options: DTypeOption = {}): Tensor {
  requireOptions("np.ones", options, "{ dtype }");
  const { dtype = "float32" } = options;
  requireShape("np.ones", shape);
  return lax.full(shape, 1, dtype);
}

/**
 * Every element `value`; the dtype is that of the number if none is given.
 *
 * @example
 * ```ts
 * await np.full([2], 7).array(); // => [7,7]
 * np.full([2], 7).dtype; // => int32
 * np.full([2], 0.5).dtype; // => float32
 * ```
 */
export function full(shape: Shape, value: number | boolean, options: DTypeOption = {}): Tensor {
  requireOptions("np.full", options, "{ dtype }");
  requireShape("np.full", shape);
  return lax.full(shape, value, options.dtype ?? dtypeOfNumber(value));
}

/**
 * Zeros of the shape and dtype of `x`, or of another dtype.
 *
 * @example
 * ```ts
 * await np.zerosLike(np.array([[1, 2]])).array(); // => [[0,0]]
 * ```
 */
export function zerosLike(x: Tensor, options: DTypeOption = {}): Tensor {
  return filledLike("np.zerosLike", x, 0, options);
}

/**
 * Ones of the shape and dtype of `x`, or of another dtype.
 *
 * @example
 * ```ts
 * await np.onesLike(np.array([true, false])).array(); // => [true,true]
 * ```
 */
export function onesLike(x: Tensor, options: DTypeOption = {}): Tensor {
  return filledLike("np.onesLike", x, 1, options);
}

/**
 * Every element `value`, in the shape and dtype of `x`, or in another dtype.
 *
 * @example
 * ```ts
 * await np.fullLike(np.array([1, 2]), 0.5, { dtype: "float32" }).array(); // => [0.5,0.5]
 * ```
 */
export function fullLike(x: Tensor, value: number | boolean, options: DTypeOption = {}): Tensor {
  return filledLike("np.fullLike", x, value, options);
}

function filledLike(operation: string, x: Tensor, value: number | boolean, options: DTypeOption): Tensor {
  requireOptions(operation, options, "{ dtype }");
  const { shape, dtype } = tensorObject(x, operation);
  return lax.full(shape, value, options.dtype ?? dtype);
}

/**
 * `start, start + step, …` below `stop`; with one argument from 0.
 *
 * @example
 * ```ts
 * await np.arange(2, 8, 3).array(); // => [2,5]
 * ```
 */
export function arange(start: number, stop?: number, step = 1, options: DTypeOption = {}): Tensor {
  requireOptions("np.arange", options, "{ dtype }");
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  if (step === 0) {
    throw new ArgumentInvalidError({
      operation: "np.arange",
      problem: "the step is zero",
      expected: "a step ≠ 0",
      received: "0",
    });
  }
  const count = Math.max(0, Math.ceil((to - from) / step));
  requireCount("np.arange", "the number of steps", count);
  const whole = [from, to, step].every(Number.isInteger);
  const dtype = options.dtype ?? (whole ? "int32" : "float32");
  return array(
    Float64Array.from({ length: count }, (_, i) => from + i * step),
    { dtype },
  );
}

/**
 * `count` values evenly spaced from `start` to `stop`, both included.
 *
 * @example
 * ```ts
 * await np.linspace(0, 1, 5).array(); // => [0,0.25,0.5,0.75,1]
 * ```
 */
export function linspace(start: number, stop: number, count = 50, options: DTypeOption = {}): Tensor {
  requireOptions("np.linspace", options, "{ dtype }");
  const { dtype = "float32" } = options;
  requireCount("np.linspace", "the third argument", count);
  const step = count > 1 ? (stop - start) / (count - 1) : 0;
  return array(
    Float64Array.from({ length: count }, (_, i) => (i === count - 1 && count > 1 ? stop : start + i * step)),
    { dtype },
  );
}

export interface EyeOptions extends DTypeOption {
  /** The diagonal: above (positive) or below the main one. Default 0. */
  readonly k?: number;
}

/**
 * Ones on a diagonal of `f32[n, m]`.
 *
 * @example
 * ```ts
 * await np.eye(2).array(); // => [[1,0],[0,1]]
 * await np.eye(2, 3, { k: 1 }).array(); // => [[0,1,0],[0,0,1]]
 * ```
 */
export function eye(n: number, m: number = n, options: EyeOptions = {}): Tensor {
  requireOptions("np.eye", options, "{ dtype, k }");
  const { dtype = "float32", k = 0 } = options;
  requireShape("np.eye", [n, m]);
  const rows = add(lax.broadcastedIota("int32", [n, m], 0), lax.full([n, m], k, "int32"));
  return convertElementType(eq(rows, lax.broadcastedIota("int32", [n, m], 1)), dtype);
}

/**
 * {@link eye} of a square matrix.
 *
 * @example
 * ```ts
 * await np.identity(2, { dtype: "int32" }).array(); // => [[1,0],[0,1]]
 * ```
 */
export function identity(n: number, options: DTypeOption = {}): Tensor {
  return eye(n, n, options);
}

/**
 * The same values in another dtype. Float to integer truncates and saturates.
 *
 * @example
 * ```ts
 * await np.astype(np.array([-1.7, 2.9, 1e20]), "int32").array(); // => [-1,2,2147483647]
 * await np.astype(np.array([0, 2]), "bool").array(); // => [false,true]
 * ```
 */
export function astype(x: Tensor, dtype: DType): Tensor {
  return convertElementType(x, dtype);
}
