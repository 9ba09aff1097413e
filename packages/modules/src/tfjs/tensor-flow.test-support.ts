// In Node the packages load without gradients and methods of tensors: they are registered one by one, after the core.
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-backend-cpu";
import * as tfl from "@tensorflow/tfjs-layers";
import { np, random, type Tensor } from "@elegy/core";

export { tf, tfl };

/** Samples of N(0, 1), the same each time. */
export function samples(seed: number, shape: readonly number[]): Tensor {
  return random.normal(random.key(seed), shape);
}

/** One of our tensors for TensorFlow.js. */
export function toTensorFlow(x: Tensor): tf.Tensor {
  return tf.tensor(x.dataSync(), [...x.shape], x.dtype === "int32" ? "int32" : "float32");
}

/** Sets all weights to samples, so that none is 0 or 1; those that are variances stay positive. */
export function randomizeWeights(model: tfl.LayersModel): void {
  const weights = model.weights.map(({ originalName, shape }, i) => {
    const values = samples(100 + i, shape.map(Number)).mul(0.5);
    return toTensorFlow(originalName.endsWith("variance") ? np.abs(values).add(0.5) : values);
  });
  model.setWeights(weights);
}

/** The largest difference between numbers of two lists. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))).reduce(
    (x, y) => (x > y ? x : y),
    0,
  );
}
