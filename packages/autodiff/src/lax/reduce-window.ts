import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { windowedShape } from "../primitive/rules/window-rules.ts";
import type { WindowParams } from "../primitive/params.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import { constant } from "./creation.ts";
import { add, max, min } from "./elementwise.ts";
import { broadcastInDim, pad, slice } from "./movement.ts";
import { paddingPairs, reaches, type WindowPadding } from "./window-padding.ts";
import { reduceWindowMax, reduceWindowMin, reduceWindowSum } from "./windows.ts";
import { requireFunction } from "../errors/require-function.ts";
import { requireOptions } from "../np/require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface ReduceWindowOptions {
  /** The size of the window along each axis. */
  readonly windowDimensions: readonly number[];
  /** Default 1. */
  readonly windowStrides?: readonly number[] | undefined;
  /** Default `"VALID"`. */
  readonly padding?: WindowPadding | undefined;
  /** The distance at which elements of the operand are set. Default 1. */
  readonly baseDilation?: readonly number[] | undefined;
  /** The distance at which elements of the window are set. Default 1. */
  readonly windowDilation?: readonly number[] | undefined;
}

/** Combines two tensors of one shape, element by element; associative. */
export type WindowComputation = (x: Tensor, y: Tensor) => Tensor;

const operation = "lax.reduceWindow";

/** Options with their defaults, padding as pairs. */
export function windowParams(name: string, shape: Shape, options: ReduceWindowOptions): WindowParams {
  requireOptions(name, options, "{ windowDimensions, windowStrides, padding, baseDilation, windowDilation }");
  const ones = shape.map(() => 1);
  const { windowDimensions, windowStrides = ones, padding = "VALID" } = options;
  const { baseDilation = ones, windowDilation = ones } = options;
  const reach = reaches(windowDimensions, windowDilation);
  return {
    windowDimensions,
    windowStrides,
    padding: paddingPairs(name, padding, shape, reach, windowStrides),
    baseDilation,
    windowDilation,
  };
}

/**
 * Combines the elements of each position of a window, starting from `initValue`; padding counts as `initValue`.
 * `lax.add`, `lax.max` and `lax.min` are one operation, any other computation is one for each element of the window.
 *
 * @param initValue a scalar, neutral to the computation.
 * @returns one element for each position of the window.
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * const x = np.array([1, 5, 2, 4]);
 * await lax.reduceWindow(x, 0, lax.add, { windowDimensions: [2] }).array(); // => [6,7,6]
 * await lax.reduceWindow(x, 1, lax.mul, { windowDimensions: [2], windowStrides: [2] }).array(); // => [5,8]
 * ```
 */
export function reduceWindow(
  operand: Tensor,
  initValue: TensorLike,
  computation: WindowComputation,
  options: ReduceWindowOptions,
): Tensor {
  requireFunction(operation, "the computation", computation);
  const params = windowParams(operation, tensorObject(operand, operation).shape, options);
  const start = initial(operand, initValue);
  if (computation === add && initValue === 0) return reduceWindowSum(operand, params);
  if (computation === max && initValue === -Infinity) return reduceWindowMax(operand, params);
  if (computation === min && initValue === Infinity) return reduceWindowMin(operand, params);
  return fold(operand, start, computation, params);
}

function initial(operand: Tensor, value: TensorLike): Tensor {
  if (!isTensor(value)) return constant(value, operand.dtype);
  if (value.ndim === 0 && value.dtype === operand.dtype) return value;
  throw new ShapeMismatchError({
    operation,
    problem: "the initial value does not fit",
    expected: formatSpec({ shape: [], dtype: operand.dtype }),
    received: formatSpec(value.spec),
  });
}

/** computation(…computation(computation(init, x₀), x₁)…), where xᵢ is the i-th element of every window. */
function fold(operand: Tensor, start: Tensor, computation: WindowComputation, params: WindowParams): Tensor {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params;
  const shape = windowedShape(operation, operand.spec, params);
  const padded = pad(
    operand,
    start,
    padding.map(([low, high], axis) => [low, high, baseDilation[axis]! - 1]),
  );
  let result = broadcastInDim(start, shape, []);
  if (shape.includes(0)) return result;
  for (const index of indicesOf(windowDimensions)) {
    const from = index.map((position, axis) => position * windowDilation[axis]!);
    const limit = from.map((first, axis) => first + (shape[axis]! - 1) * windowStrides[axis]! + 1);
    result = computation(result, slice(padded, from, limit, windowStrides));
  }
  return result;
}

function indicesOf([size, ...rest]: readonly number[]): number[][] {
  if (size === undefined) return [[]];
  const inner = indicesOf(rest);
  return Array.from({ length: size }, (_, i) => inner.map((index) => [i, ...index])).flat();
}
