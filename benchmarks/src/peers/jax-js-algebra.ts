import { type Array, grad, lax, nn, numpy } from "@jax-js/jax";
import type { Algebra } from "./algebra.ts";

/** An operation of jax-js consumes its operands: each gets a reference of its own. */
export const jaxJsAlgebra: Algebra<Array> = {
  shape: (x) => x.shape,
  add: (x, y) => numpy.add(x.ref, y.ref),
  sub: (x, y) => numpy.subtract(x.ref, y.ref),
  mul: (x, y) => numpy.multiply(x.ref, y.ref),
  abs: (x) => numpy.absolute(x.ref),
  exp: (x) => numpy.exp(x.ref),
  log: (x) => numpy.log(x.ref),
  neg: (x) => numpy.negative(x.ref),
  sqrt: (x) => numpy.sqrt(x.ref),
  rsqrt: (x) => numpy.reciprocal(numpy.sqrt(x.ref)),
  square: (x) => numpy.square(x.ref),
  tanh: (x) => numpy.tanh(x.ref),
  sigmoid: (x) => nn.sigmoid(x.ref),
  relu: (x) => nn.relu(x.ref),
  shift: (x, by) => numpy.add(x.ref, by),
  scale: (x, by) => numpy.multiply(x.ref, by),
  softmax: (x) => nn.softmax(x.ref, -1),
  mean: (x, axes, keepdims) => numpy.mean(x.ref, [...axes], { keepdims }),
  reshape: (x, shape) => numpy.reshape(x.ref, [...shape]),
  transpose: (x, axes) => numpy.transpose(x.ref, [...axes]),
  slice: (x, axis, from, to) =>
    x.ref.slice(...x.shape.map((_, i): [] | [number, number] => (i === axis ? [from, to] : []))),
  matmul: (x, y, transposeX = false, transposeY = false) =>
    numpy.matmul(
      transposeX ? numpy.matrixTranspose(x.ref) : x.ref,
      transposeY ? numpy.matrixTranspose(y.ref) : y.ref,
    ),
  // Its convolutions are NCHW by OIHW.
  conv: (x, w, stride) =>
    numpy.transpose(
      lax.conv(
        numpy.transpose(x.ref, [0, 3, 1, 2]),
        numpy.transpose(w.ref, [3, 2, 0, 1]),
        [stride, stride],
        "SAME",
      ),
      [0, 2, 3, 1],
    ),
  embeddingGradient: (table, indices, cotangent) =>
    grad((rows: Array) => numpy.sum(numpy.multiply(numpy.take(rows, indices.ref, 0), cotangent.ref)))(
      table.ref,
    ),
};
