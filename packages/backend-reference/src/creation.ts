import { generate, type HostKernels, only } from "./host-kernel.ts";
import { at, mapIndices } from "./indexing.ts";

export const creationKernels: HostKernels<"constant" | "iota"> = {
  constant: (_inputs, { value }, outputs) => [generate(only(outputs), () => Number(value))],

  iota(_inputs, { shape, dimension }, outputs) {
    const counts = mapIndices(shape, (index) => at(index, dimension));
    return [generate(only(outputs), (position) => at(counts, position))];
  },
};
