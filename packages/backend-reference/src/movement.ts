import { stridesOf, type TensorSpec, type TypedArray } from "@elegy/autodiff/spi";
import { first, generate, type HostKernels, only } from "./host-kernel.ts";
import { at, dot, mapIndices, offsetsOf, pick } from "./indexing.ts";

export const movementKernels: HostKernels<
  "broadcastInDim" | "reshape" | "transpose" | "slice" | "pad" | "concatenate" | "reverse"
> = {
  broadcastInDim(inputs, { shape, broadcastDimensions }, outputs) {
    const { buffer, spec } = first(inputs);
    const own = stridesOf(spec.shape);
    // A size of 1 repeats, as does an axis the operand has not: stride 0.
    const strides = shape.map((_, axis) => {
      const from = broadcastDimensions.indexOf(axis);
      return from === -1 || at(spec.shape, from) === 1 ? 0 : at(own, from);
    });
    return [gather(buffer, only(outputs), offsetsOf(shape, strides))];
  },

  reshape: (inputs) => [first(inputs).buffer],

  transpose(inputs, { permutation }, outputs) {
    const { buffer, spec } = first(inputs);
    const strides = pick(stridesOf(spec.shape), permutation);
    return [gather(buffer, only(outputs), offsetsOf(only(outputs).shape, strides))];
  },

  slice(inputs, { start, strides: steps }, outputs) {
    const { buffer, spec } = first(inputs);
    const own = stridesOf(spec.shape);
    const strides = own.map((stride, axis) => stride * at(steps, axis));
    return [gather(buffer, only(outputs), offsetsOf(only(outputs).shape, strides, dot(start, own)))];
  },

  pad(inputs, { low, interior }, outputs) {
    const { buffer, spec } = first(inputs);
    const padding = at(at(inputs, 1).buffer, 0);
    const own = stridesOf(spec.shape);
    const values = mapIndices(only(outputs).shape, (index) => {
      // Element i of the operand stands at low + i · (interior + 1).
      const source = index.map((position, axis) => (position - at(low, axis)) / (at(interior, axis) + 1));
      const inside = source.every((i, axis) => Number.isInteger(i) && i >= 0 && i < at(spec.shape, axis));
      return inside ? at(buffer, dot(source, own)) : padding;
    });
    return [generate(only(outputs), (position) => at(values, position))];
  },

  concatenate(inputs, { dimension }, outputs) {
    const values = mapIndices(only(outputs).shape, (index) => {
      const source = [...index];
      let along = at(index, dimension);
      for (const { buffer, spec } of inputs) {
        const size = at(spec.shape, dimension);
        source[dimension] = along;
        if (along < size) return at(buffer, dot(source, stridesOf(spec.shape)));
        along -= size;
      }
      throw new RangeError("The operands are shorter than the result.");
    });
    return [generate(only(outputs), (position) => at(values, position))];
  },

  reverse(inputs, { dimensions }, outputs) {
    const { buffer, spec } = first(inputs);
    const own = stridesOf(spec.shape);
    const strides = own.map((stride, axis) => (dimensions.includes(axis) ? -stride : stride));
    const last = spec.shape.map((size, axis) => (dimensions.includes(axis) ? size - 1 : 0));
    return [gather(buffer, only(outputs), offsetsOf(spec.shape, strides, dot(last, own)))];
  },
};

function gather(source: TypedArray, output: TensorSpec, offsets: readonly number[]): TypedArray {
  return generate(output, (position) => at(source, at(offsets, position)));
}
