import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import { div } from "../lax/elementwise.ts";
import { windowParams } from "../lax/reduce-window.ts";
import type { WindowPadding } from "../lax/window-padding.ts";
import { reduceWindowMax, reduceWindowMin, reduceWindowSum } from "../lax/windows.ts";
import { floatTensor, tensorOf } from "../np/operands.ts";
import type { WindowParams } from "../primitive/params.ts";
import { formatSpec, sizeOf } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { numberList } from "../np/number-list.ts";
import { requireOptions } from "../np/require-options.ts";

export interface PoolOptions {
  /** The size of the window along each spatial axis. */
  readonly windowShape: readonly number[];
  /** How far it moves. Default 1 along each spatial axis, as in Flax. */
  readonly strides?: readonly number[];
  /** Default `"VALID"`. Pairs are those of the spatial axes. */
  readonly padding?: WindowPadding;
}

export interface AvgPoolOptions extends PoolOptions {
  /** Whether padding counts as elements of value 0. Default `true`, as in Flax. */
  readonly countIncludePad?: boolean;
}

/**
 * The largest element of each window. The gradient goes to the first of equal ones.
 *
 * @param x `[...batch, ...spatial, features]`, with as many spatial axes as `windowShape` has.
 * @returns the same axes, the spatial ones shorter.
 * @throws ArgumentInvalidError
 * @example
 * ```ts
 * const x = np.arange(16).reshape([1, 4, 4, 1]);
 * await nn.maxPool(x, { windowShape: [2, 2], strides: [2, 2] }).ravel().array(); // => [5,7,13,15]
 * ```
 */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const operand = tensorOf("nn.maxPool", x);
  return reduceWindowMax(operand, poolParams("nn.maxPool", operand, options));
}

/**
 * The smallest element of each window; otherwise as {@link maxPool}.
 *
 * @example
 * ```ts
 * const x = np.arange(16).reshape([1, 4, 4, 1]);
 * await nn.minPool(x, { windowShape: [2, 2], strides: [2, 2] }).ravel().array(); // => [0,2,8,10]
 * ```
 */
export function minPool(x: Tensor, options: PoolOptions): Tensor {
  const operand = tensorOf("nn.minPool", x);
  return reduceWindowMin(operand, poolParams("nn.minPool", operand, options));
}

/**
 * The mean of each window, in a float dtype.
 *
 * @param x `[...batch, ...spatial, features]`, with as many spatial axes as `windowShape` has.
 * @throws ArgumentInvalidError
 * @example
 * ```ts
 * const x = np.array([1, 3, 5]).reshape([1, 3, 1]);
 * const options = { windowShape: [2], padding: "SAME" } as const;
 * await nn.avgPool(x, options).ravel().array(); // => [2,4,2.5]
 * await nn.avgPool(x, { ...options, countIncludePad: false }).ravel().array(); // => [2,4,5]
 * ```
 */
export function avgPool(x: Tensor, options: AvgPoolOptions): Tensor {
  const operand = floatTensor("nn.avgPool", x);
  const params = poolParams("nn.avgPool", operand, options);
  const sums = reduceWindowSum(operand, params);
  if (options.countIncludePad ?? true) {
    const elements = sizeOf(numberList("nn.avgPool", "the size of the window", options.windowShape));
    return div(sums, full(sums.shape, elements, sums.dtype));
  }
  return div(sums, reduceWindowSum(full(operand.shape, 1, operand.dtype), params));
}

/** Windows over the spatial axes alone. */
function poolParams(operation: string, x: Tensor, options: PoolOptions): WindowParams {
  requireOptions(operation, options, "{ windowShape, strides, padding, countIncludePad }");
  const { padding = "VALID" } = options;
  const windowShape = numberList(operation, "the size of the window", options.windowShape);
  const strides =
    options.strides === undefined
      ? windowShape.map(() => 1)
      : numberList(operation, "a stride", options.strides);
  const batch = x.ndim - windowShape.length - 1;
  if (batch < 0 || strides.length !== windowShape.length) {
    throw new ArgumentInvalidError({
      operation,
      problem: batch < 0 ? "the window has too many axes" : "windowShape and strides differ in length",
      expected: `[...batch, ...spatial, features] with ${windowShape.length} spatial axes, and as many strides`,
      received: `windowShape [${windowShape.join(",")}] and strides [${strides.join(",")}] for ${formatSpec(x.spec)}`,
    });
  }
  const around = <T>(list: readonly T[], other: T): T[] => [
    ...Array.from({ length: batch }, () => other),
    ...list,
    other,
  ];
  return windowParams(operation, x.shape, {
    windowDimensions: around(windowShape, 1),
    windowStrides: around(strides, 1),
    padding: Array.isArray(padding) ? around(padding, [0, 0]) : padding,
  });
}
