import { sizeOf } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { rearranged, slice, take, transpose } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { at, type KernelRows } from "./kernel-rows.ts";
import { ordinals } from "./total-order.ts";

export const sortingKernels: KernelRows<"sort" | "topK"> = {
  sort(tf, inputs, { dimension, numKeys }) {
    const operands = inputs.map((operand) => whole(tf, operand));
    const { shape } = at(operands, 0);
    const size = shape[dimension] ?? 0;
    if (sizeOf(shape) === 0) return operands;
    // The dimension last: TensorFlow sorts rows.
    const order = [...shape.keys()].filter((axis) => axis !== dimension).concat(dimension);
    const rows = operands.map((x) => rearranged(tf, x, order, [sizeOf(shape) / size, size]));
    const places = sortedPlaces(tf, rows.slice(0, numKeys), size);
    const back = [...shape.keys()].map((axis) => order.indexOf(axis));
    const moved = order.map((axis) => shape[axis] ?? 1);
    return rows.map((x) => transpose(tf, tf.reshape(take(tf, x, places, 1, 1), moved), back));
  },

  topK(tf, inputs, { k }) {
    const x = whole(tf, at(inputs, 0));
    const last = x.shape.length - 1;
    if (k === 0 || sizeOf(x.shape) === 0) {
      const limit = x.shape.map((size, axis) => (axis === last ? k : size));
      const zeros = x.shape.map(() => 0);
      const none = slice(
        tf,
        x,
        zeros,
        limit,
        x.shape.map(() => 1),
      );
      return [none, tf.cast(none, "int32")];
    }
    const places = largest(tf, ordinals(tf, x, { ofNaN: "last", zeros: "apart" }), k);
    return [take(tf, x, places, last, last), places];
  },
};

/**
 * Where the elements of each sorted row come from. Each key in turn, the last one first, in an order that keeps that of
 * equals: so the first key decides, among its equals the second.
 */
function sortedPlaces(tf: TensorFlow, keys: readonly DeviceTensor[], size: number): DeviceTensor {
  let places: DeviceTensor | undefined;
  for (const key of keys.toReversed()) {
    const ordered = ordinals(tf, key, { ofNaN: "last", zeros: "equal" });
    // The largest come first: the complement is in the opposite order.
    const complement = tf.apply("Invert", [ordered]);
    const moved = places === undefined ? complement : take(tf, complement, places, 1, 1);
    const next = largest(tf, moved, size);
    places = places === undefined ? next : take(tf, places, next, 1, 1);
  }
  if (places === undefined) throw new RangeError("A sort has a key.");
  return places;
}

/** The places of the `k` largest whole numbers of each row, of equal ones the first. */
function largest(tf: TensorFlow, x: DeviceTensor, k: number): DeviceTensor {
  return at(tf.applyAll("TopKV2", [x, tf.scalar("int32", k)], [], 2), 1);
}
