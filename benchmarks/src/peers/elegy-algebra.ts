import { grad, nn, np, type Tensor } from "@elegy/core";
import type { Algebra } from "./algebra.ts";

export const elegyAlgebra: Algebra<Tensor> = {
  shape: (x) => x.shape,
  add: (x, y) => x.add(y),
  sub: (x, y) => x.sub(y),
  mul: (x, y) => x.mul(y),
  abs: np.abs,
  exp: np.exp,
  log: np.log,
  neg: np.negative,
  sqrt: np.sqrt,
  rsqrt: (x) => np.reciprocal(np.sqrt(x)),
  square: np.square,
  tanh: np.tanh,
  sigmoid: nn.sigmoid,
  relu: nn.relu,
  shift: (x, by) => x.add(by),
  scale: (x, by) => x.mul(by),
  softmax: (x) => nn.softmax(x, { axis: -1 }),
  mean: (x, axis, keepdims) => np.mean(x, { axis, keepdims }),
  reshape: (x, shape) => x.reshape(shape),
  transpose: (x, axes) => np.transpose(x, axes),
  slice: (x, axis, from, to) => np.take(x, np.arange(from, to), { axis }),
  matmul: (x, y, transposeX = false, transposeY = false) =>
    np.matmul(transposeX ? np.swapaxes(x, -1, -2) : x, transposeY ? np.swapaxes(y, -1, -2) : y),
  conv: (x, w, stride) => nn.conv(x, w, { strides: stride }),
  embeddingGradient: (table, indices, cotangent) =>
    grad((rows: Tensor) => np.sum(np.take(rows, indices, { axis: 0 }).mul(cotangent)))(table),
};
