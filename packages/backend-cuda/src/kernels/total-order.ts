import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { isFloatType, tensorTypeInfo } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { where } from "./elementwise.ts";

/** Where NaN stands, and whether −0 equals 0. */
interface Order {
  readonly ofNaN: "first" | "last";
  readonly zeros: "equal" | "apart";
}

/** Whole numbers that are ordered as the elements are: bits compare as numbers do, those of negative ones reversed. */
export function ordinals(tf: TensorFlow, x: DeviceTensor, { ofNaN, zeros }: Order): DeviceTensor {
  if (!isFloatType(x.type)) {
    if (x.type !== "uint32") return tf.cast(x, "int32");
    const words = tf.bitcast(x, "int32");
    return tf.apply("BitwiseXor", [words, leastOf(tf, words)]);
  }
  const wide = x.type === "float16" ? tf.cast(x, "float32") : x;
  const numbers = zeros === "equal" ? tf.apply("AddV2", [wide, tf.scalar(wide.type, 0)]) : wide;
  const ordered = mirrored(tf, tf.bitcast(numbers, wide.type === "float64" ? "int64" : "int32"));
  const ofNaNs = wide.type === "float64" ? 0x7ff8 * 2 ** 48 : 0x7fc0 * 2 ** 16;
  const rank = tf.scalar(ordered.type, ofNaN === "last" ? ofNaNs : -ofNaNs);
  return where(tf, tf.apply("IsNan", [wide]), rank, ordered);
}

/** The floats of such numbers. */
export function fromOrdinals(
  tf: TensorFlow,
  ordered: DeviceTensor,
  type: DeviceTensor["type"],
): DeviceTensor {
  const bits = mirrored(tf, ordered);
  return tf.cast(tf.bitcast(bits, tensorTypeInfo(bits.type).bytes === 8 ? "float64" : "float32"), type);
}

/** Negative numbers in the opposite order; its own inverse. */
function mirrored(tf: TensorFlow, x: DeviceTensor): DeviceTensor {
  const isNegative = tf.apply("Less", [x, tf.scalar(x.type, 0)]);
  const turned = tf.apply("BitwiseXor", [tf.apply("Invert", [x]), leastOf(tf, x)]);
  return where(tf, isNegative, turned, x);
}

function leastOf(tf: TensorFlow, { type }: DeviceTensor): DeviceTensor {
  return tf.scalar(type, -(2 ** (8 * tensorTypeInfo(type).bytes - 1)));
}
