/** What cases ask of a library, so that one description of the work runs in all of them. */
export interface Algebra<T> {
  shape(x: T): readonly number[];
  add(x: T, y: T): T;
  sub(x: T, y: T): T;
  mul(x: T, y: T): T;
  abs(x: T): T;
  exp(x: T): T;
  log(x: T): T;
  neg(x: T): T;
  sqrt(x: T): T;
  rsqrt(x: T): T;
  square(x: T): T;
  tanh(x: T): T;
  sigmoid(x: T): T;
  relu(x: T): T;
  shift(x: T, by: number): T;
  scale(x: T, by: number): T;
  /** Over the last axis. */
  softmax(x: T): T;
  /** Axes are kept with size 1 where asked for. */
  mean(x: T, axes: readonly number[], keep: boolean): T;
  reshape(x: T, shape: readonly number[]): T;
  transpose(x: T, axes: readonly number[]): T;
  /** Elements `from` to `to` of one axis. */
  slice(x: T, axis: number, from: number, to: number): T;
  /** Over the last two axes. */
  matmul(x: T, y: T, transposeX?: boolean, transposeY?: boolean): T;
  /** NHWC by HWIO, padded as `SAME`. */
  conv(x: T, w: T, stride: number): T;
  /** The gradient of `Σ table[indices] · cotangent` by the table. */
  embeddingGradient(table: T, indices: T, cotangent: T): T;
}
