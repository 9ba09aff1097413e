import type { ArgReduceParams, AxesParams, DType } from "@elegy/autodiff/spi";
import { attribute } from "../tensorflow/attribute.ts";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { slice } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import { isFloatType } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { where } from "./elementwise.ts";
import { at, type DeviceKernel, type KernelRows } from "./kernel-rows.ts";

export const reductionKernels: KernelRows<
  "reduceSum" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAnd" | "reduceOr" | "argmax" | "argmin"
> = {
  reduceSum: reduction("Sum"),
  reduceMax: reduction("Max", "Any"),
  reduceMin: reduction("Min", "All"),
  reduceProd: reduction("Prod"),
  reduceAnd: bitwise("All", "BitwiseAnd", -1),
  reduceOr: bitwise("Any", "BitwiseOr", 0),
  argmax: argReduction("ArgMax", -Infinity),
  argmin: argReduction("ArgMin", Infinity),
};

function reduction(name: string, ofBool = name): DeviceKernel<AxesParams> {
  return (tf, inputs, { axes }) => {
    const x = whole(tf, at(inputs, 0));
    return [tf.apply(x.type === "bool" ? ofBool : name, [x, tf.ints(axes)])];
  };
}

/** TensorFlow reduces truth values so, and no words: those are halved along each axis until one is left. */
function bitwise(ofBool: string, name: string, identity: number): DeviceKernel<AxesParams> {
  return (tf, inputs, { axes }, outputs) => {
    let x = whole(tf, at(inputs, 0));
    if (x.type === "bool") return [tf.apply(ofBool, [x, tf.ints(axes)])];
    for (const axis of axes) x = halved(tf, x, axis, name);
    const { shape, dtype } = at(outputs, 0);
    const isEmpty = axes.some((axis) => x.shape[axis] === 0);
    return [isEmpty ? tf.scalar(dtype, wordOf(identity, dtype)) : tf.reshape(x, shape)];
  };
}

function halved(tf: TensorFlow, x: DeviceTensor, axis: number, name: string): DeviceTensor {
  let rest = x;
  for (let size = x.shape[axis] ?? 0; size > 1; size = Math.ceil(size / 2)) {
    const half = Math.ceil(size / 2);
    const part = (from: number, to: number): DeviceTensor =>
      slice(
        tf,
        rest,
        rest.shape.map((_, i) => (i === axis ? from : 0)),
        rest.shape.map((all, i) => (i === axis ? to : all)),
        rest.shape.map(() => 1),
      );
    // An element in the middle meets itself, which changes nothing.
    rest = tf.apply(name, [part(0, half), part(size - half, size)]);
  }
  return rest;
}

function wordOf(value: number, dtype: DType): number {
  if (value >= 0 || dtype === "int32") return value;
  return dtype === "uint32" ? 2 ** 32 - 1 : 2 ** 8 - 1;
}

/** A NaN comes first: its place, if there is one, else that of the best number. */
function argReduction(name: string, worst: number): DeviceKernel<ArgReduceParams> {
  return (tf, inputs, { axis, dtype }) => {
    const x = whole(tf, at(inputs, 0));
    const place = (values: DeviceTensor, of = name): DeviceTensor =>
      tf.cast(
        tf.apply(of, [values, tf.scalar("int32", axis)], [attribute.type("output_type", "int64")]),
        dtype,
      );
    if (!isFloatType(x.type)) return [place(x.type === "bool" ? tf.cast(x, "uint8") : x)];
    const isNaN = tf.apply("IsNan", [x]);
    const numbers = where(tf, isNaN, tf.scalar(x.type, worst), x);
    const ofNaN = place(tf.cast(isNaN, "float32"), "ArgMax");
    return [where(tf, tf.apply("Any", [isNaN, tf.ints([axis])]), ofNaN, place(numbers))];
  };
}
