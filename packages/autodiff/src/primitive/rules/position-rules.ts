import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { constant } from "../../lax/creation.ts";
import { signed } from "../../lax/index-tensor.ts";
import { broadcastInDim, concatenate, reshape } from "../../lax/movement.ts";
import type { TensorSpec } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { BatchAxis } from "../primitive.ts";
import { INTEGERS, listSpecs, requireDType } from "./spec-rules.ts";

/** The positions of a dynamic window: one scalar of whole numbers per axis. */
export function requirePositions(name: string, operand: TensorSpec, positions: readonly TensorSpec[]): void {
  positions.forEach((position) => requireDType(name, position, INTEGERS));
  if (positions.length === operand.shape.length && positions.every(({ shape }) => shape.length === 0)) return;
  throw new ShapeMismatchError({
    operation: name,
    problem: "the start indices do not fit",
    expected: `${operand.shape.length} scalars, one for each axis of the operand`,
    received: positions.length === 0 ? "none" : listSpecs(positions),
  });
}

/** One index vector per example: `i32[size, axes]`. */
export function positionVectors(
  positions: readonly Tensor[],
  axes: readonly BatchAxis[],
  size: number,
): Tensor {
  const columns = positions.map((position, i) => {
    const whole = signed(position);
    const column = axes[i] === null || axes[i] === undefined ? broadcastInDim(whole, [size], []) : whole;
    return reshape(column, [size, 1]);
  });
  return columns.length === 0 ? broadcastInDim(constant(0, "int32"), [size, 0], []) : concatenate(columns, 1);
}
