import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Axis, Tensor } from "../tensor/tensor.ts";

/** An axis counted from the front. */
export function normalizeAxis(operation: string, axis: number, rank: number, tensor?: Tensor): number {
  const position = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && position >= 0 && position < rank) return position;
  throw new ArgumentInvalidError({
    operation,
    problem: "axis out of range",
    expected: rank === 0 ? "no axis: the tensor is a scalar" : `an axis of ${-rank}…${rank - 1}`,
    received: tensor === undefined ? String(axis) : `${axis} for ${formatSpec(tensor.spec)}`,
  });
}

/** The chosen axes counted from the front, ascending; all of them if none is named. */
export function normalizeAxes(operation: string, axis: Axis | undefined, tensor: Tensor): number[] {
  if (axis === undefined) return tensor.shape.map((_, i) => i);
  const chosen = typeof axis === "number" ? [axis] : axis;
  const axes = chosen.map((one) => normalizeAxis(operation, one, tensor.ndim, tensor));
  if (new Set(axes).size === axes.length) return axes.sort((a, b) => a - b);
  throw new ArgumentInvalidError({
    operation,
    problem: "an axis is named twice",
    expected: "distinct axes",
    received: `[${chosen.join(",")}]`,
  });
}
