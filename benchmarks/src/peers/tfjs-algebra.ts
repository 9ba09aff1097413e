import type * as Tfjs from "@tensorflow/tfjs";
import type { Algebra } from "./algebra.ts";

export function tfjsAlgebra(tf: typeof Tfjs): Algebra<Tfjs.Tensor> {
  return {
    shape: (x) => x.shape,
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
    abs: tf.abs,
    exp: tf.exp,
    log: tf.log,
    neg: tf.neg,
    sqrt: tf.sqrt,
    rsqrt: tf.rsqrt,
    square: tf.square,
    tanh: tf.tanh,
    sigmoid: tf.sigmoid,
    relu: tf.relu,
    shift: (x, by) => tf.add(x, by),
    scale: (x, by) => tf.mul(x, by),
    softmax: (x) => tf.softmax(x),
    mean: (x, axes, keep) => tf.mean(x, [...axes], keep),
    reshape: (x, shape) => tf.reshape(x, [...shape]),
    transpose: (x, axes) => tf.transpose(x, [...axes]),
    slice: (x, axis, from, to) =>
      tf.slice(
        x,
        x.shape.map((_, i) => (i === axis ? from : 0)),
        x.shape.map((size, i) => (i === axis ? to - from : size)),
      ),
    matmul: (x, y, transposeX, transposeY) => tf.matMul(x, y, transposeX, transposeY),
    conv: (x, w, stride) => tf.conv2d(x as Tfjs.Tensor4D, w as Tfjs.Tensor4D, stride, "same"),
    embeddingGradient: (table, indices, cotangent) =>
      tf.grad((rows: Tfjs.Tensor) => tf.sum(tf.mul(tf.gather(rows, indices), cotangent)))(table),
  };
}
