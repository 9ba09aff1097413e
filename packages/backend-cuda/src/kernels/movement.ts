import { concatenate, pad, slice, transpose } from "../tensorflow/movement.ts";
import { heldShape, holding, whole } from "../tensorflow/repeated-elements.ts";
import { at, type KernelRows } from "./kernel-rows.ts";

export const movementKernels: KernelRows<
  "broadcastInDim" | "reshape" | "transpose" | "slice" | "pad" | "concatenate" | "reverse"
> = {
  // Only named: the elements repeat where they are read.
  broadcastInDim: (tf, inputs, { shape, broadcastDimensions }) => {
    const { buffer, spec } = at(inputs, 0);
    const own = heldShape(buffer, spec.shape.length);
    const held = shape.map((_, axis) => own[broadcastDimensions.indexOf(axis)] ?? 1);
    return [holding(tf, buffer, held)];
  },

  reshape: (tf, inputs, { shape }) => {
    const operand = at(inputs, 0);
    // One element, repeated, is so in any shape.
    const isOne = operand.buffer.shape.every((size) => size === 1);
    const held = isOne ? shape.map(() => 1) : shape;
    return [isOne ? holding(tf, operand.buffer, held) : tf.reshape(whole(tf, operand), shape)];
  },

  transpose: (tf, inputs, { permutation }) => {
    const { buffer } = at(inputs, 0);
    const held = heldShape(buffer, permutation.length);
    if (held.every((size) => size === 1)) return [buffer];
    return [transpose(tf, tf.reshape(buffer, held), permutation)];
  },

  slice: (tf, inputs, { start, limit, strides }) => {
    const { buffer, spec } = at(inputs, 0);
    const held = heldShape(buffer, start.length);
    const repeats = spec.shape.map((size, axis) => held[axis] !== size);
    const chosen = (values: readonly number[], all: number): number[] =>
      values.map((value, axis) => (repeats[axis] === true ? all : value));
    return [slice(tf, tf.reshape(buffer, held), chosen(start, 0), chosen(limit, 1), chosen(strides, 1))];
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
    const { buffer, spec } = at(inputs, 0);
    const held = heldShape(buffer, spec.shape.length);
    const turned = dimensions.filter((axis) => (held[axis] ?? 0) > 1);
    if (turned.length === 0) return [buffer];
    return [tf.apply("ReverseV2", [tf.reshape(buffer, held), tf.ints(turned)])];
  },
};
