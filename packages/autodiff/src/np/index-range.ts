import { wrongArgument } from "../errors/received.ts";
import { ArgumentInvalidError, IndexOutOfRangeError } from "../errors/tensor-errors.ts";
import { countedFromFront, signed } from "../lax/index-tensor.ts";
import { storageOf } from "../tensor/concrete.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";
import { isTensor, type NestedArray, type Tensor } from "../tensor/tensor.ts";
import { array } from "./creation.ts";

/** Where a position belongs, for messages. */
export interface Place {
  readonly operation: string;
  readonly operand: TensorSpec;
  readonly axis: number;
  readonly size: number;
}

/** Positions as a tensor of whole numbers. */
export function positionTensor(operation: string, indices: Tensor | NestedArray): Tensor {
  const tensor = isTensor(indices) ? indices : array(indices, isEmpty(indices) ? { dtype: "int32" } : {});
  if (!isFloat(tensor.dtype) && tensor.dtype !== "bool") return tensor;
  throw new ArgumentInvalidError({
    operation,
    problem: "the indices are not whole numbers",
    expected: "i32, u32 or u8",
    received: formatSpec(tensor.spec),
    hint: 'Convert them: indices.astype("int32").',
  });
}

function isEmpty(indices: NestedArray): boolean {
  return Array.isArray(indices) && indices.every(isEmpty);
}

/** `int32` positions counted from the front. */
export function normalized(indices: Tensor, size: number): Tensor {
  return indices.dtype === "int32" ? countedFromFront(indices, size) : signed(indices);
}

/** A position on an axis counted from the front. */
export function position(index: number, place: Place): number {
  requireWhole(index, place);
  if (index < -place.size || index >= place.size) throw outOfRange(String(index), place);
  return index < 0 ? index + place.size : index;
}

function requireWhole(index: number, { operation }: Place): void {
  if (Number.isInteger(index)) return;
  throw wrongArgument(operation, "an index is not a whole number", "whole numbers", index);
}

/**
 * Positions that can be seen have to be in range. Those of a traced tensor, or on a device that cannot be waited for,
 * are unseen.
 */
export function requireInRange(indices: Tensor, place: Place): void {
  const storage = storageOf(indices);
  if (!storage?.backend.downloadSync) return;
  const { size } = place;
  const outside = indices.dataSync().find((index) => index < -size || index >= size);
  if (outside !== undefined) throw outOfRange(`${outside} in ${formatSpec(indices.spec)}`, place);
}

function outOfRange(received: string, { operation, operand, axis, size }: Place): IndexOutOfRangeError {
  return new IndexOutOfRangeError({
    operation,
    problem: "index out of range",
    expected:
      size === 0
        ? "no index: the axis is empty"
        : `${-size}…${size - 1} on axis ${axis} of ${formatSpec(operand)}`,
    received,
    hint: 'For another outcome say so: { mode: "clip" }, { mode: "fill" } or, in an update, { mode: "drop" }.',
  });
}
