import { bindPrimitive } from "../../interpreters/stack.ts";
import { broadcastInDim, transpose } from "../../lax/movement.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { BatchAxis, BatchRule } from "../primitive.ts";
import { at } from "./jvp-rules.ts";
import { otherAxes } from "./spec-rules.ts";

/** The operand with its mapped axis, if it has one, moved to the front. */
export function toFront(operand: Tensor, axis: BatchAxis): Tensor {
  return axis === null ? operand : transpose(operand, [axis, ...otherAxes(operand.shape, [axis])]);
}

/** The inverse of {@link toFront}: the first axis moved to where it is to be. */
export function moveFrontTo(operand: Tensor, axis: number): Tensor {
  const rest = operand.shape.map((_, i) => i).slice(1);
  return transpose(operand, rest.toSpliced(axis, 0, 0));
}

/** The operand with the mapped axis in front, repeated where it is not mapped. */
export function mappedInFront(operand: Tensor, axis: BatchAxis, size: number): Tensor {
  if (axis !== null) return toFront(operand, axis);
  return broadcastInDim(
    operand,
    [size, ...operand.shape],
    operand.shape.map((_, i) => i + 1),
  );
}

/** Operands all of one shape: the mapped axis is one more axis of each. */
export const batchElementwise: BatchRule<object> = (operands, axes, params, size, primitive) => {
  const [axis] = axes;
  const aligned = axis !== undefined && axis !== null && axes.every((other) => other === axis);
  const inputs = aligned ? operands : operands.map((x, i) => mappedInFront(x, at(axes, i), size));
  const outputs = bindPrimitive(primitive, inputs, params);
  return { outputs, axes: outputs.map(() => (aligned ? axis : 0)) };
};

/** The mapped axis goes to the front of every operand, and the parameters make room for it. */
export function batchInFront<P extends object>(shift: (params: P, size: number) => P): BatchRule<P> {
  return (operands, axes, params, size, primitive) => {
    const inputs = operands.map((x, i) => mappedInFront(x, at(axes, i), size));
    const outputs = bindPrimitive(primitive, inputs, shift(params, size));
    return { outputs, axes: outputs.map(() => 0) };
  };
}

/** Axes as they are counted once there is one more in front. */
export function shifted(axes: readonly number[]): number[] {
  return axes.map((axis) => axis + 1);
}
