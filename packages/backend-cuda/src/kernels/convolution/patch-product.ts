import { sizeOf, stridesOf } from "@elegy/autodiff/spi";
import { rearranged, take, transpose } from "../../tensorflow/movement.ts";
import { product } from "../dot-general.ts";
import { at } from "../kernel-rows.ts";
import { grid } from "../windows-of-indices.ts";
import { type ConvolutionMethod, paddedLhs, spatialOf, windowOf } from "./problem.ts";

/** Any convolution of any type: the elements that each window sees, in a row, times the filter, group by group. */
export const patchProduct: ConvolutionMethod = (tf, problem) => {
  const { rhs, windowStrides, rhsDilation, featureGroupCount, batchGroupCount, result } = problem;
  const lhs = paddedLhs(tf, problem, "all");
  const [batch, features] = [at(lhs.shape, 0), at(lhs.shape, lhs.shape.length - 1)];
  const spatial = spatialOf(lhs.shape);
  const [windows, window] = [spatialOf(result), windowOf(problem)];
  const [count, size] = [sizeOf(windows), sizeOf(window)];
  const groups = featureGroupCount * batchGroupCount;
  const outFeatures = at(rhs.shape, rhs.shape.length - 1) / groups;
  const inFeatures = features / featureGroupCount;
  const inBatch = batch / batchGroupCount;

  const strides = stridesOf(spatial);
  const steps = (by: readonly number[]): number[] => strides.map((stride, axis) => stride * at(by, axis));
  const starts = tf.reshape(grid(tf, windows, steps(windowStrides)), [count, 1]);
  const offsets = tf.reshape(grid(tf, window, steps(rhsDilation)), [1, size]);
  const places = tf.apply("AddV2", [starts, offsets]);
  const seen = take(tf, tf.reshape(lhs, [batch, sizeOf(spatial), features]), places, 1);

  const matrices = (rows: number, columns: number): number[] =>
    groups === 1 ? [rows, columns] : [groups, rows, columns];
  // To `[group, batch · windows, window · features]` and `[group, window · features, features]`.
  const grouped = tf.reshape(seen, [batchGroupCount, inBatch, count, size, featureGroupCount, inFeatures]);
  const patches = rearranged(tf, grouped, [0, 4, 1, 2, 3, 5], matrices(inBatch * count, size * inFeatures));
  const filters = rearranged(
    tf,
    tf.reshape(rhs, [size * inFeatures, groups, outFeatures]),
    [1, 0, 2],
    matrices(size * inFeatures, outFeatures),
  );
  const products = product(
    tf,
    { tensor: patches, isTransposed: false },
    { tensor: filters, isTransposed: false },
  );
  const together = transpose(tf, tf.reshape(products, [groups, inBatch * count, outFeatures]), [1, 0, 2]);
  return tf.reshape(together, result);
};
