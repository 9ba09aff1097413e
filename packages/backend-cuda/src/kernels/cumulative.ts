import type { CumulativeParams } from "@elegy/autodiff/spi";
import { attribute } from "../tensorflow/attribute.ts";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { concatenate, slice } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { at, type DeviceKernel, type KernelRows } from "./kernel-rows.ts";

export const cumulativeKernels: KernelRows<"cumsum" | "cumprod" | "cummax" | "cummin"> = {
  cumsum: running("Cumsum"),
  cumprod: running("Cumprod"),
  cummax: doubling("Maximum", "LogicalOr"),
  cummin: doubling("Minimum", "LogicalAnd"),
};

function running(name: string): DeviceKernel<CumulativeParams> {
  return (tf, inputs, { axis, reverse }) => [
    tf.apply(
      name,
      [whole(tf, at(inputs, 0)), tf.scalar("int32", axis)],
      [attribute.bool("reverse", reverse)],
    ),
  ];
}

/** TensorFlow has no running extremes: each element meets the one 1, 2, 4, … places before it. */
function doubling(name: string, ofBool: string): DeviceKernel<CumulativeParams> {
  return (tf, inputs, { axis, reverse }) => {
    let x = whole(tf, at(inputs, 0));
    const combine = x.type === "bool" ? ofBool : name;
    const size = x.shape[axis] ?? 0;
    for (let distance = 1; distance < size; distance *= 2) {
      const [near, far] = [part(tf, x, axis, 0, size - distance), part(tf, x, axis, distance, size)];
      const met = tf.apply(combine, [near, far]);
      const parts = reverse
        ? [met, part(tf, x, axis, size - distance, size)]
        : [part(tf, x, axis, 0, distance), met];
      x = concatenate(tf, parts, axis);
    }
    return [x];
  };
}

function part(tf: TensorFlow, x: DeviceTensor, axis: number, from: number, to: number): DeviceTensor {
  return slice(
    tf,
    x,
    x.shape.map((_, i) => (i === axis ? from : 0)),
    x.shape.map((size, i) => (i === axis ? to : size)),
    x.shape.map(() => 1),
  );
}
