import {
  areOnes,
  attributesOf,
  type ConvolutionMethod,
  filterWithTwoAxes,
  paddedLhs,
  withTwoAxes,
} from "./problem.ts";

/** TensorFlow's own, which pads by itself, but neither crops nor spreads its operand. */
export const conv2D: ConvolutionMethod = (tf, problem) => {
  const { rhs, windowStrides, rhsDilation, padding, lhsDilation } = problem;
  const isSpread = !areOnes(lhsDilation);
  const lhs = paddedLhs(tf, problem, isSpread ? "all" : "cropped");
  const rest = padding.map(([low, high]): [number, number] =>
    isSpread ? [0, 0] : [Math.max(low, 0), Math.max(high, 0)],
  );
  return tf.apply(
    "Conv2D",
    [tf.reshape(lhs, withTwoAxes(lhs.shape)), tf.reshape(rhs, filterWithTwoAxes(rhs.shape))],
    attributesOf(windowStrides, rest, rhsDilation),
  );
};
