import { type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { flat } from "../tensorflow/movement.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";

/** The dimension numbers of a gather or scatter, as seen from the operand. */
export interface IndexedWindows {
  readonly operand: Shape;
  /** Of a window, along each axis of the operand. */
  readonly sizes: Shape;
  readonly indexMap: readonly number[];
  readonly operandBatching: readonly number[];
  readonly indicesBatching: readonly number[];
}

/**
 * Windows as rows of the operand: a row is what lies behind the last axis that windows do not cover whole. Gathering and
 * scattering rows is what TensorFlow does.
 */
export interface WindowRows {
  /** `[vectors · rows of a window]`: the row of the operand, moved to where the window fits. */
  readonly rows: DeviceTensor;
  /** `[vectors]`: whether the window needed not be moved. */
  readonly fits: DeviceTensor;
  readonly vectors: number;
  readonly rowsOfWindow: number;
  readonly rowCount: number;
  readonly rowSize: number;
}

export function windowRows(tf: TensorFlow, indices: DeviceTensor, windows: IndexedWindows): WindowRows {
  const { operand, sizes, indexMap } = windows;
  const vectorShape = indices.shape.slice(0, -1);
  const vectors = sizeOf(vectorShape);
  const split = operand.findLastIndex((size, axis) => size !== sizes[axis]) + 1;
  const outer = operand.slice(0, split);
  const strides = stridesOf(outer);
  const strideOf = (axis: number): number => strides[axis] ?? 0;

  const positions = tf.reshape(tf.cast(indices, "int64"), [vectors, indexMap.length]);
  const limits = tf.longs(indexMap.map((axis) => (operand[axis] ?? 0) - (sizes[axis] ?? 0)));
  const zero = tf.scalar("int64", 0);
  const moved = tf.apply("Minimum", [tf.apply("Maximum", [positions, zero]), limits]);
  const last = tf.ints([1]);
  const steps = tf.apply("Mul", [moved, tf.longs(indexMap.map(strideOf))]);
  const starts = tf.apply("AddV2", [
    tf.apply("Sum", [steps, last]),
    batchStarts(tf, vectorShape, windows, strideOf),
  ]);
  const fits = tf.apply("All", [tf.apply("Equal", [moved, positions]), last]);

  const window = sizes.slice(0, split);
  const offsets = grid(tf, window, strides);
  const rows = tf.apply("AddV2", [
    tf.reshape(starts, [vectors, 1]),
    tf.reshape(offsets, [1, sizeOf(window)]),
  ]);
  return {
    rows: flat(tf, rows),
    fits,
    vectors,
    rowsOfWindow: sizeOf(window),
    rowCount: sizeOf(outer),
    rowSize: sizeOf(operand.slice(split)),
  };
}

/** Where axes of the operand walk along with axes of the indices: `[vectors]`. */
function batchStarts(
  tf: TensorFlow,
  vectorShape: Shape,
  { operandBatching, indicesBatching }: IndexedWindows,
  strideOf: (axis: number) => number,
): DeviceTensor {
  if (operandBatching.length === 0) return tf.scalar("int64", 0);
  const strides = vectorShape.map((_, axis) => {
    const pair = indicesBatching.indexOf(axis);
    return pair === -1 ? 0 : strideOf(operandBatching[pair] ?? 0);
  });
  return grid(tf, vectorShape, strides);
}

/** Σ index[axis] · strides[axis] for every index of a shape, in C order: `int64[size]`. */
export function grid(tf: TensorFlow, shape: Shape, strides: readonly number[]): DeviceTensor {
  let sums = tf.longs([0]);
  for (const [axis, size] of shape.entries()) {
    const steps = tf.longs(
      Array.from({ length: size }, (_, i) => i * (strides[axis] ?? 0)),
      [1, size],
    );
    sums = flat(tf, tf.apply("AddV2", [tf.reshape(sums, [sizeOf(sums.shape), 1]), steps]));
  }
  return sums;
}
