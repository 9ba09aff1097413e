import { sizeOf } from "@elegy/autodiff/spi";
import { transpose } from "../../tensorflow/movement.ts";
import {
  areOnes,
  attributesOf,
  type Convolution,
  type ConvolutionMethod,
  filterWithTwoAxes,
  paddedLhs,
  spatialOf,
  windowOf,
  withTwoAxes,
} from "./problem.ts";

/** A window wider than the result: the gradient of a convolution by its filter, whose strides have become distances in the window. */
export function isFilterGradient(problem: Convolution): boolean {
  const { windowStrides, lhsDilation, featureGroupCount, result } = problem;
  return (
    areOnes(windowStrides) &&
    areOnes(lhsDilation) &&
    featureGroupCount === 1 &&
    sizeOf(windowOf(problem)) > sizeOf(spatialOf(result))
  );
}

/** With batch and features exchanged, `lhs` is the input, `rhs` the gradient of the output, and the result the filter's. */
export const filterGradient: ConvolutionMethod = (tf, problem) => {
  const { rhs, rhsDilation, padding, result } = problem;
  const lhs = paddedLhs(tf, problem, "cropped");
  const axes = [...padding.keys()];
  const input = transpose(tf, lhs, [axes.length + 1, ...axes.map((axis) => axis + 1), 0]);
  const gradient = transpose(tf, rhs, [axes.length, ...axes, axes.length + 1]);
  const filter = [...spatialOf(result), result[0] ?? 1, result.at(-1) ?? 1];
  const rest = padding.map(([low, high]): [number, number] => [Math.max(low, 0), Math.max(high, 0)]);
  const found = tf.apply(
    "Conv2DBackpropFilter",
    [
      tf.reshape(input, withTwoAxes(input.shape)),
      tf.ints(filterWithTwoAxes(filter)),
      tf.reshape(gradient, withTwoAxes(gradient.shape)),
    ],
    attributesOf(
      rhsDilation,
      rest,
      axes.map(() => 1),
    ),
  );
  return transpose(tf, tf.reshape(found, filter), [axes.length, ...axes, axes.length + 1]);
};
