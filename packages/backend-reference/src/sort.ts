import { stridesOf, type TypedArray } from "@elegy/autodiff/spi";
import { first, generate, type HostKernels } from "./host-kernel.ts";
import { at, offsetsOf, otherAxes, pick } from "./indexing.ts";

export const sortKernels: HostKernels<"sort"> = {
  // Always stable.
  sort(inputs, { dimension, numKeys }, outputs) {
    const { shape } = first(inputs).spec;
    const strides = stridesOf(shape);
    const others = otherAxes(shape, [dimension]);
    const along = offsetsOf(pick(shape, [dimension]), pick(strides, [dimension]));
    const keys = inputs.slice(0, numKeys).map(({ buffer }) => buffer);
    // For each place of the result the place its element comes from.
    const sources: number[] = Array.from(first(inputs).buffer, () => 0);
    for (const start of offsetsOf(pick(shape, others), pick(strides, others))) {
      const places = along.map((offset) => start + offset);
      places
        .toSorted((a, b) => compare(keys, a, b))
        .forEach((source, index) => (sources[at(places, index)] = source));
    }
    return inputs.map(({ buffer }, operand) =>
      generate(at(outputs, operand), (position) => at(buffer, at(sources, position))),
    );
  },
};

/** By the first key in which two places differ. */
function compare(keys: readonly TypedArray[], a: number, b: number): number {
  for (const key of keys) {
    const [x, y] = [at(key, a), at(key, b)];
    if (x < y) return -1;
    if (x > y) return 1;
    const unordered = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    if (unordered !== 0) return unordered;
  }
  return 0;
}
