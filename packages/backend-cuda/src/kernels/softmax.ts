import { sizeOf } from "@elegy/autodiff/spi";
import { transpose } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import { at, type DeviceKernel, type KernelRows } from "./kernel-rows.ts";

export const softmaxKernels: KernelRows<"softmax" | "logSoftmax"> = {
  softmax: alongAxis("Softmax"),
  logSoftmax: alongAxis("LogSoftmax"),
};

/** TensorFlow takes rows: the axis goes last, and back. */
function alongAxis(name: string): DeviceKernel<{ readonly axis: number }> {
  return (tf, inputs, { axis }) => {
    const x = whole(tf, at(inputs, 0));
    if (sizeOf(x.shape) === 0) return [x];
    const axes = [...x.shape.keys()];
    const order = [...axes.filter((other) => other !== axis), axis];
    const moved = transpose(tf, x, order);
    const size = at(x.shape, axis);
    const rows = tf.apply(name, [tf.reshape(moved, [sizeOf(x.shape) / size, size])]);
    return [
      transpose(
        tf,
        tf.reshape(rows, moved.shape),
        axes.map((own) => order.indexOf(own)),
      ),
    ];
  };
}
