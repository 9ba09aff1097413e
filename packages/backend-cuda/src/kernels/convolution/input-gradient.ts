import { attribute } from "../../tensorflow/attribute.ts";
import { transpose } from "../../tensorflow/movement.ts";
import { at } from "../kernel-rows.ts";
import {
  areOnes,
  attributesOf,
  type Convolution,
  type ConvolutionMethod,
  filterWithTwoAxes,
  spatialOf,
  windowOf,
  withTwoAxes,
} from "./problem.ts";

/** A spread operand: the gradient of a strided convolution by its input, if that has a padding that TensorFlow takes. */
export function isInputGradient(problem: Convolution): boolean {
  const { windowStrides, lhsDilation, rhsDilation, featureGroupCount } = problem;
  return (
    areOnes(windowStrides) &&
    !areOnes(lhsDilation) &&
    areOnes(rhsDilation) &&
    featureGroupCount === 1 &&
    paddingOf(problem).every(
      // At the end there may be elements that no window of the strided convolution reached.
      ([low, high], axis) => low >= 0 && -high < at(lhsDilation, axis),
    )
  );
}

/** Inserted zeros are not multiplied: the window is read backwards, from each element of `lhs` to what it reaches. */
export const inputGradient: ConvolutionMethod = (tf, problem) => {
  const { lhs, rhs, lhsDilation, result } = problem;
  const axes = [...lhsDilation.keys()];
  const exchanged = transpose(tf, rhs, [...axes, axes.length + 1, axes.length]);
  const backwards = tf.apply("ReverseV2", [exchanged, tf.ints(axes)]);
  const padding = paddingOf(problem).map(([low, high]): [number, number] => [low, Math.max(high, 0)]);
  return tf.apply(
    "Conv2DBackpropInput",
    [
      tf.ints(withTwoAxes(result)),
      tf.reshape(backwards, filterWithTwoAxes(exchanged.shape)),
      tf.reshape(lhs, withTwoAxes(lhs.shape)),
    ],
    [
      ...attributesOf(
        lhsDilation,
        padding,
        axes.map(() => 1),
      ),
      attribute.bool("use_cudnn_on_gpu", true),
    ],
  );
};

/** Of the strided convolution: where a window begins before the input, that of the spread one begins so much later. */
function paddingOf(problem: Convolution): [number, number][] {
  const { padding, lhs, result, lhsDilation } = problem;
  return windowOf(problem).map((size, axis) => {
    const low = size - 1 - at(at(padding, axis), 0);
    const reach = (at(spatialOf(lhs.shape), axis) - 1) * at(lhsDilation, axis) + size;
    return [low, reach - at(spatialOf(result), axis) - low];
  });
}
