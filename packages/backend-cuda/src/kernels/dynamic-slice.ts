import { type Shape, sizeOf } from "@elegy/autodiff/spi";
import { attribute } from "../tensorflow/attribute.ts";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { at, type DeviceOperand, type KernelRows } from "./kernel-rows.ts";

export const dynamicSliceKernels: KernelRows<"dynamicSlice" | "dynamicUpdateSlice"> = {
  dynamicSlice(tf, inputs, { sliceSizes }) {
    const x = whole(tf, at(inputs, 0));
    if (x.shape.length === 0) return [x];
    const start = startOf(tf, inputs.slice(1), x.shape, sliceSizes);
    return [tf.apply("Slice", [x, start, tf.ints(sliceSizes)])];
  },

  dynamicUpdateSlice(tf, inputs) {
    const [x, update] = [whole(tf, at(inputs, 0)), whole(tf, at(inputs, 1))];
    if (x.shape.length === 0) return [update];
    if (sizeOf(update.shape) === 0) return [x];
    const start = startOf(tf, inputs.slice(2), x.shape, update.shape);
    const end = tf.apply("AddV2", [start, tf.ints(update.shape)]);
    const steps = tf.ints(x.shape.map(() => 1));
    return [tf.apply("TensorStridedSliceUpdate", [x, start, end, steps, update])];
  },
};

/** The nearest start at which a window fits, as the host's `int32`, which is where TensorFlow reads it. */
function startOf(
  tf: TensorFlow,
  indices: readonly DeviceOperand[],
  shape: Shape,
  sizes: readonly number[],
): DeviceTensor {
  const type = indices.some(({ spec }) => spec.dtype === "uint32") ? "int64" : "int32";
  const numbers = indices.map(({ buffer }) => tf.cast(buffer, type));
  const start = tf.apply("Pack", numbers, [attribute.int("N", numbers.length), attribute.type("T", type)]);
  const limits = tf.cast(tf.ints(shape.map((size, axis) => size - (sizes[axis] ?? 0))), type);
  const moved = tf.apply("Minimum", [tf.apply("Maximum", [start, tf.scalar(type, 0)]), limits]);
  return tf.cast(moved, "int32");
}
