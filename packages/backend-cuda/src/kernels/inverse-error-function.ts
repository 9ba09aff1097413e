import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { type Formula, through, where } from "./elementwise.ts";

/** TensorFlow's own for `float64`; for narrower types XLA's, which normal random numbers are made of. */
export const erfInv: Formula = (tf, x) =>
  x.type === "float64" ? tf.apply("Erfinv", [x]) : through(() => "float32", ofFloat32)(tf, x);

/** M. Giles, "Approximating the erfinv function" (2010): a polynomial of w = −ln(1 − x²), or of √w far out, times x. */
const ofFloat32: Formula = (tf, x) => {
  const number = (value: number): DeviceTensor => tf.scalar("float32", value);
  const minusSquare = tf.apply("Neg", [tf.apply("Mul", [x, x])]);
  const w = tf.apply("Neg", [tf.apply("Log1p", [minusSquare])]);
  const center = polynomial(tf, CENTER, tf.apply("Sub", [w, number(2.5)]));
  const tail = polynomial(tf, TAIL, tf.apply("Sub", [tf.apply("Sqrt", [w]), number(3)]));
  const factor = where(tf, tf.apply("Less", [w, number(5)]), center, tail);
  const isEnd = tf.apply("Equal", [tf.apply("Abs", [x]), number(1)]);
  return tf.apply("Mul", [x, where(tf, isEnd, number(Infinity), factor)]);
};

/** By Horner's rule; a partial sum is released as soon as the next one is there. */
function polynomial(tf: TensorFlow, [first = 0, ...rest]: readonly number[], x: DeviceTensor): DeviceTensor {
  let sum = tf.scalar("float32", first);
  for (const coefficient of rest) {
    const product = tf.apply("Mul", [sum, x]);
    tf.drop(sum);
    sum = tf.apply("AddV2", [product, tf.scalar("float32", coefficient)]);
    tf.drop(product);
  }
  return sum;
}

const CENTER = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];

const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];
