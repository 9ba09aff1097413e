import { bind1 } from "../interpreters/stack.ts";
import { sameShape, type Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * Axis `i` of the operand becomes axis `broadcastDimensions[i]` of the result; size 1 is repeated.
 *
 * @throws ShapeMismatchError
 */
export function broadcastInDim(x: Tensor, shape: Shape, broadcastDimensions: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : bind1("broadcastInDim", [x], { shape, broadcastDimensions });
}

/** The same elements in C order under another shape of equal size. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : bind1("reshape", [x], { shape });
}

/** `result.shape[i] = x.shape[permutation[i]]`. */
export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  return permutation.every((axis, i) => axis === i) && permutation.length === x.ndim
    ? x
    : bind1("transpose", [x], { permutation });
}

/** From `start` (inclusive) to `limit` (exclusive) along every axis, each `strides` apart. */
export function slice(
  x: Tensor,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[] = start.map(() => 1),
): Tensor {
  const whole = start.every(
    (from, axis) => from === 0 && limit[axis] === x.shape[axis] && strides[axis] === 1,
  );
  return whole && start.length === x.ndim ? x : bind1("slice", [x], { start, limit, strides });
}

/** How an axis is padded: before, after (negative crops) and between elements. */
export type PaddingConfig = readonly (readonly [low: number, high: number, interior: number])[];

/** Pads with a scalar of the operand's dtype. */
export function pad(x: Tensor, paddingValue: Tensor, config: PaddingConfig): Tensor {
  if (config.length === x.ndim && config.every((axis) => axis.every((count) => count === 0))) return x;
  return bind1("pad", [x, paddingValue], {
    low: config.map(([low]) => low),
    high: config.map(([, high]) => high),
    interior: config.map(([, , interior]) => interior),
  });
}

/** One after the other along an axis they have in common. */
export function concatenate(operands: readonly Tensor[], dimension: number): Tensor {
  return bind1("concatenate", operands, { dimension });
}

/** Backwards along each of `dimensions`. */
export function rev(x: Tensor, dimensions: readonly number[]): Tensor {
  return dimensions.length === 0 ? x : bind1("reverse", [x], { dimensions });
}
