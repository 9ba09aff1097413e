import { dtypeInfo } from "@elegy/autodiff/spi";
import { holding } from "../tensorflow/repeated-elements.ts";
import type { KernelRows } from "./kernel-rows.ts";

export const creationKernels: KernelRows<"constant" | "iota"> = {
  constant: (tf, _inputs, { value, dtype }) => [tf.scalar(dtype, Number(value))],

  iota: (tf, _inputs, { dtype, shape, dimension }) => {
    const size = shape[dimension] ?? 0;
    const { kind, bytes } = dtypeInfo(dtype);
    // Counted in a type that TensorFlow counts in and that holds the numbers.
    const counted = kind === "float" && bytes > 2 ? dtype : "int64";
    const bounds = [0, size, 1].map((value) => tf.scalar(counted, value));
    const counts = tf.cast(tf.apply("Range", bounds), dtype);
    const held = shape.map((_, axis) => (axis === dimension ? size : 1));
    return [holding(tf, counts, held)];
  },
};
