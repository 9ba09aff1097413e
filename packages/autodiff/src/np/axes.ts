import { received, wrongArgument } from "../errors/received.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { numberList } from "./number-list.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import type { Axis, Tensor } from "../tensor/tensor.ts";

/** An axis of a tensor counted from the front. */
export function tensorAxis(operation: string, axis: number, tensor: Tensor): number {
  return normalizeAxis(operation, axis, tensorObject(tensor, operation).ndim, tensor);
}

/** An axis counted from the front. */
export function normalizeAxis(operation: string, axis: number, rank: number, tensor?: Tensor): number {
  const position = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && position >= 0 && position < rank) return position;
  throw new ArgumentInvalidError({
    operation,
    problem: "axis out of range",
    expected: rank === 0 ? "no axis: the tensor is a scalar" : `an axis of ${-rank}…${rank - 1}`,
    received: tensor === undefined ? received(axis) : `${received(axis)} for ${received(tensor)}`,
  });
}

/** The chosen axes counted from the front, ascending; all of them if none is named. */
export function normalizeAxes(operation: string, axis: Axis | undefined, tensor: Tensor): number[] {
  const { shape } = tensorObject(tensor, operation);
  if (axis === undefined) return shape.map((_, i) => i);
  return distinctAxes(operation, axis, shape.length, tensor).sort((a, b) => a - b);
}

/** The chosen axes counted from the front, in their order. */
export function distinctAxes(operation: string, axis: Axis, rank: number, tensor: Tensor): number[] {
  const chosen = numberList(operation, "the axis", axis);
  const axes = chosen.map((one) => normalizeAxis(operation, one, rank, tensor));
  if (new Set(axes).size === axes.length) return axes;
  throw wrongArgument(operation, "an axis is named twice", "distinct axes", chosen);
}
