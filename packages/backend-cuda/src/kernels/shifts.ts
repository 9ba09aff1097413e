import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { tensorTypeInfo, type TensorType } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { type Formula, where } from "./elementwise.ts";

const UNSIGNED: Partial<Record<TensorType, TensorType>> = { int32: "uint32" };
const SIGNED: Partial<Record<TensorType, TensorType>> = { uint32: "int32", uint8: "int8" };

export const shiftLeft: Formula = (tf, x, count) =>
  emptyIfWide(tf, x, count, tf.apply("LeftShift", [x, count]));

export const shiftRightLogical: Formula = (tf, x, count) => {
  const unsigned = UNSIGNED[x.type] ?? x.type;
  const shifted = tf.apply("RightShift", [tf.bitcast(x, unsigned), tf.bitcast(count, unsigned)]);
  return emptyIfWide(tf, x, count, tf.bitcast(shifted, x.type));
};

/** TensorFlow shifts by at most the width but one, which leaves the sign. */
export const shiftRightArithmetic: Formula = (tf, x, count) => {
  const signed = SIGNED[x.type] ?? x.type;
  const most = tf.scalar(count.type, widthOf(x) - 1);
  const least = where(tf, isWide(tf, count), most, count);
  const shifted = tf.apply("RightShift", [tf.bitcast(x, signed), tf.bitcast(least, signed)]);
  return tf.bitcast(shifted, x.type);
};

/** Shifts by the width and more leave nothing. */
function emptyIfWide(
  tf: TensorFlow,
  x: DeviceTensor,
  count: DeviceTensor,
  shifted: DeviceTensor,
): DeviceTensor {
  return where(tf, isWide(tf, count), tf.scalar(x.type, 0), shifted);
}

/** Counts are unsigned. */
function isWide(tf: TensorFlow, count: DeviceTensor): DeviceTensor {
  const unsigned = UNSIGNED[count.type] ?? count.type;
  return tf.apply("GreaterEqual", [tf.bitcast(count, unsigned), tf.scalar(unsigned, widthOf(count))]);
}

function widthOf({ type }: DeviceTensor): number {
  return 8 * tensorTypeInfo(type).bytes;
}
