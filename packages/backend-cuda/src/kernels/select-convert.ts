import type { DType } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { isFloatType } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { elementwise, operation, where } from "./elementwise.ts";
import { at, type KernelRows } from "./kernel-rows.ts";
import { rangeOf } from "./dtype-range.ts";

export const selectConvertKernels: KernelRows<"select" | "convert" | "bitcast"> = {
  select: elementwise(operation("SelectV2")),
  convert: (tf, inputs, { dtype }) => [convert(tf, at(inputs, 0).buffer, dtype)],
  bitcast: (tf, inputs, { dtype }) => {
    const { buffer } = at(inputs, 0);
    // A `bool` is a byte of 0 or 1, but TensorFlow has no bits of it.
    const named = buffer.type === "bool" || dtype === "bool" ? "cast" : "bitcast";
    return [tf[named](buffer, dtype)];
  },
};

function convert(tf: TensorFlow, x: DeviceTensor, dtype: DType): DeviceTensor {
  if (dtype === "bool") return tf.apply("NotEqual", [x, tf.scalar(x.type, 0)]);
  return isFloatType(x.type) && !isFloatType(dtype) ? saturate(tf, x, dtype) : tf.cast(x, dtype);
}

/** TensorFlow leaves open what becomes of NaN and of numbers out of range. In `float64` each bound is exact. */
function saturate(tf: TensorFlow, x: DeviceTensor, dtype: DType): DeviceTensor {
  const { lowest, highest } = rangeOf(dtype);
  const number = (value: number): DeviceTensor => tf.scalar("float64", value);
  const wide = tf.cast(x, "float64");
  const ordered = where(tf, tf.apply("IsNan", [wide]), number(0), wide);
  const inRange = tf.apply("Minimum", [tf.apply("Maximum", [ordered, number(lowest)]), number(highest)]);
  return tf.cast(inRange, dtype);
}
