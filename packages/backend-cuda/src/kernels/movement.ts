import { concatenate, pad, slice, transpose } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import { at, type KernelRows } from "./kernel-rows.ts";

export const movementKernels: KernelRows<
  "broadcastInDim" | "reshape" | "transpose" | "slice" | "pad" | "concatenate" | "reverse"
> = {
  // Only named: the elements repeat where they are read.
  broadcastInDim: (tf, inputs, { shape, broadcastDimensions }) => {
    const { buffer } = at(inputs, 0);
    const held = shape.map(() => 1);
    broadcastDimensions.forEach((axis, own) => (held[axis] = buffer.shape[own] ?? 1));
    return [tf.reshape(buffer, held)];
  },

  reshape: (tf, inputs, { shape }) => {
    const operand = at(inputs, 0);
    // One element, repeated, is so in any shape.
    const isOne = operand.buffer.shape.every((size) => size === 1);
    return [
      isOne
        ? tf.reshape(
            operand.buffer,
            shape.map(() => 1),
          )
        : tf.reshape(whole(tf, operand), shape),
    ];
  },

  transpose: (tf, inputs, { permutation }) => [transpose(tf, at(inputs, 0).buffer, permutation)],

  slice: (tf, inputs, { start, limit, strides }) => {
    const { buffer, spec } = at(inputs, 0);
    const repeats = spec.shape.map((size, axis) => buffer.shape[axis] !== size);
    const chosen = (values: readonly number[], all: number): number[] =>
      values.map((value, axis) => (repeats[axis] === true ? all : value));
    return [slice(tf, buffer, chosen(start, 0), chosen(limit, 1), chosen(strides, 1))];
  },

  pad: (tf, inputs, { low, high, interior }) => {
    const [operand, value] = [at(inputs, 0), at(inputs, 1)];
    return [pad(tf, whole(tf, operand), value.buffer, low, high, interior)];
  },

  concatenate: (tf, inputs, { dimension }) => [
    concatenate(
      tf,
      inputs.map((operand) => whole(tf, operand)),
      dimension,
    ),
  ],

  reverse: (tf, inputs, { dimensions }) => {
    const { buffer } = at(inputs, 0);
    const turned = dimensions.filter((axis) => (buffer.shape[axis] ?? 0) > 1);
    return [turned.length === 0 ? buffer : tf.apply("ReverseV2", [buffer, tf.ints(turned)])];
  },
};
