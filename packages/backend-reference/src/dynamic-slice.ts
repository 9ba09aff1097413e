import { stridesOf } from "@elegy/autodiff/spi";
import { first, generate, type HostKernels, type HostOperand, only } from "./host-kernel.ts";
import { at, dot, mapIndices, offsetsOf } from "./indexing.ts";

export const dynamicSliceKernels: HostKernels<"dynamicSlice" | "dynamicUpdateSlice"> = {
  dynamicSlice(inputs, { sliceSizes }, outputs) {
    const { buffer, spec } = first(inputs);
    const strides = stridesOf(spec.shape);
    const offsets = offsetsOf(
      sliceSizes,
      strides,
      dot(startOf(inputs.slice(1), spec.shape, sliceSizes), strides),
    );
    return [generate(only(outputs), (position) => at(buffer, at(offsets, position)))];
  },

  dynamicUpdateSlice(inputs, _params, outputs) {
    const { buffer, spec } = first(inputs);
    const update = at(inputs, 1);
    const start = startOf(inputs.slice(2), spec.shape, update.spec.shape);
    const own = stridesOf(update.spec.shape);
    const values = mapIndices(spec.shape, (index) => {
      const inside = index.map((place, axis) => place - at(start, axis));
      const updated = inside.every((place, axis) => place >= 0 && place < at(update.spec.shape, axis));
      return updated ? at(update.buffer, dot(inside, own)) : at(buffer, dot(index, stridesOf(spec.shape)));
    });
    return [generate(only(outputs), (position) => at(values, position))];
  },
};

/** The nearest start at which a window fits. */
function startOf(
  indices: readonly HostOperand[],
  shape: readonly number[],
  sizes: readonly number[],
): number[] {
  return indices.map(({ buffer }, axis) =>
    Math.min(Math.max(at(buffer, 0), 0), at(shape, axis) - at(sizes, axis)),
  );
}
