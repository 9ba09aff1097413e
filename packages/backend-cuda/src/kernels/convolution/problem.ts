import type { ConvGeneralDilatedParams, Shape } from "@elegy/autodiff/spi";
import { attribute } from "../../tensorflow/attribute.ts";
import type { Attribute } from "../../binding/tensorflow-binding.ts";
import type { DeviceTensor } from "../../tensorflow/device-tensor.ts";
import { pad } from "../../tensorflow/movement.ts";
import type { TensorFlow } from "../../tensorflow/tensorflow.ts";

/** A convolution with its axes in TensorFlow's order. */
export interface Convolution extends Pick<
  ConvGeneralDilatedParams,
  "windowStrides" | "padding" | "lhsDilation" | "rhsDilation" | "featureGroupCount" | "batchGroupCount"
> {
  /** `[batch, …spatial, features]`. */
  readonly lhs: DeviceTensor;
  /** `[…window, input features, output features]`. */
  readonly rhs: DeviceTensor;
  /** The shape of the result: `[batch, …spatial, features]`. */
  readonly result: Shape;
}

export type ConvolutionMethod = (tf: TensorFlow, problem: Convolution) => DeviceTensor;

export function windowOf({ rhs }: Convolution): Shape {
  return rhs.shape.slice(0, -2);
}

export function spatialOf(shape: Shape): Shape {
  return shape.slice(1, -1);
}

/** Whether each of some numbers is 1. */
export function areOnes(values: readonly number[]): boolean {
  return values.every((value) => value === 1);
}

/** `lhs` with its cropping done, or all of its padding and dilation. */
export function paddedLhs(
  tf: TensorFlow,
  { lhs, padding, lhsDilation }: Convolution,
  which: "cropped" | "all",
): DeviceTensor {
  const counts = (side: 0 | 1): number[] => [
    0,
    ...padding.map((pair) => (which === "all" ? pair[side] : Math.min(pair[side], 0))),
    0,
  ];
  const interior = [0, ...lhsDilation.map((distance) => (which === "all" ? distance - 1 : 0)), 0];
  return pad(tf, lhs, tf.scalar(lhs.type, 0), counts(0), counts(1), interior);
}

/** The attributes of TensorFlow's two-dimensional convolutions; a problem of one axis has another one of size 1 before it. */
export function attributesOf(
  strides: readonly number[],
  padding: readonly (readonly [number, number])[],
  dilations: readonly number[],
): Attribute[] {
  return [
    attribute.ints("strides", [1, ...twoAxes(strides), 1]),
    attribute.string("padding", "EXPLICIT"),
    attribute.ints("explicit_paddings", [
      0,
      0,
      ...(padding.length === 1 ? [0, 0] : []),
      ...padding.flat(),
      0,
      0,
    ]),
    attribute.ints("dilations", [1, ...twoAxes(dilations), 1]),
  ];
}

/** One value per axis as two. */
function twoAxes(values: readonly number[]): readonly number[] {
  return values.length === 1 ? [1, ...values] : values;
}

/** `[batch, …spatial, features]` with two spatial axes. */
export function withTwoAxes(shape: Shape): Shape {
  return shape.length === 3 ? [shape[0] ?? 1, 1, ...shape.slice(1)] : shape;
}

/** `[…window, features, features]` with two window axes. */
export function filterWithTwoAxes(shape: Shape): Shape {
  return shape.length === 3 ? [1, ...shape] : shape;
}
