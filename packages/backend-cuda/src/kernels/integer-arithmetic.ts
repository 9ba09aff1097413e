import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { tensorTypeInfo } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { type Formula, where } from "./elementwise.ts";

/**
 * Truncated towards zero; all ones where the divisor is 0, which TensorFlow refuses. In 64 bits, where the least number
 * divided by −1 does not overflow.
 */
export const integerDivide: Formula = (tf, x, y) => {
  const isZero = tf.apply("Equal", [y, tf.scalar(y.type, 0)]);
  const divisor = where(tf, isZero, tf.scalar(y.type, 1), y);
  const [a, b] = [tf.cast(x, "int64"), tf.cast(divisor, "int64")];
  const quotient = tf.cast(tf.apply("TruncateDiv", [a, b]), x.type);
  return where(tf, isZero, tf.scalar(x.type, allOnes(x)), quotient);
};

/** x − (x / y) · y: the dividend itself where the divisor is 0. */
export const integerRemainder: Formula = (tf, x, y) =>
  tf.apply("Sub", [x, tf.apply("Mul", [integerDivide(tf, x, y), y])]);

/** By squaring, modulo 2ⁿ; a negative power is the reciprocal, truncated towards zero. */
export const integerPower: Formula = (tf, base, exponent) => {
  const { bytes, kind } = tensorTypeInfo(base.type);
  const one = tf.scalar(base.type, 1);
  let [power, square] = [one, base];
  for (let bit = 0; bit < 8 * bytes; bit++) {
    const digit = tf.apply("BitwiseAnd", [exponent, tf.scalar(exponent.type, bitOf(bit, exponent))]);
    const isSet = tf.apply("NotEqual", [digit, tf.scalar(exponent.type, 0)]);
    const next = where(tf, isSet, tf.apply("Mul", [power, square]), power);
    tf.drop(power);
    power = next;
    const squared = tf.apply("Mul", [square, square]);
    tf.drop(square);
    square = squared;
  }
  return kind === "signed"
    ? where(tf, isNegative(tf, exponent), reciprocal(tf, base, exponent), power)
    : power;
};

/** 1 to any power is 1, −1 is 1 or −1; the reciprocal of others is 0 (that of 0, too). */
function reciprocal(tf: TensorFlow, base: DeviceTensor, exponent: DeviceTensor): DeviceTensor {
  const number = (value: number): DeviceTensor => tf.scalar(base.type, value);
  const isOdd = tf.apply("NotEqual", [tf.apply("BitwiseAnd", [exponent, number(1)]), number(0)]);
  const ofMinusOne = where(tf, isOdd, number(-1), number(1));
  const isMinusOne = tf.apply("Equal", [base, number(-1)]);
  const isOne = tf.apply("Equal", [base, number(1)]);
  return where(tf, isOne, number(1), where(tf, isMinusOne, ofMinusOne, number(0)));
}

function isNegative(tf: TensorFlow, x: DeviceTensor): DeviceTensor {
  return tf.apply("Less", [x, tf.scalar(x.type, 0)]);
}

function allOnes({ type }: DeviceTensor): number {
  const { kind, bytes } = tensorTypeInfo(type);
  return kind === "signed" ? -1 : 2 ** (8 * bytes) - 1;
}

/** The sign bit of a signed word is negative. */
function bitOf(bit: number, { type }: DeviceTensor): number {
  return type === "int32" ? 1 << bit : 2 ** bit;
}
