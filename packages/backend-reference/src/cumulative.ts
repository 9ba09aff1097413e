import { type CumulativeParams, type DType, dtypeInfo, stridesOf } from "@elegy/autodiff/spi";
import { first, generate, type HostKernel, type HostKernels, only } from "./host-kernel.ts";
import { at, mapIndices } from "./indexing.ts";

type Combine = (sum: number, x: number, dtype: DType) => number;

export const cumulativeKernels: HostKernels<"cumsum" | "cumprod" | "cummax" | "cummin"> = {
  cumsum: cumulative((sum, x, dtype) => (isFloat(dtype) ? sum + x : (sum + x) | 0)),
  cumprod: cumulative((product, x, dtype) => (isFloat(dtype) ? product * x : Math.imul(product, x))),
  cummax: cumulative((a, b) => Math.max(a, b)),
  cummin: cumulative((a, b) => Math.min(a, b)),
};

function isFloat(dtype: DType): boolean {
  return dtypeInfo(dtype).kind === "float";
}

function cumulative(combine: Combine): HostKernel<CumulativeParams> {
  return (inputs, { axis, reverse }, outputs) => {
    const { buffer, spec } = first(inputs);
    const stride = at(stridesOf(spec.shape), axis);
    const size = at(spec.shape, axis);
    const places = mapIndices(spec.shape, (index) => at(index, axis));
    const results = Array.from(buffer);
    const order = [...results.keys()];
    // Each element stands after the one it is combined with.
    for (const position of reverse ? order.toReversed() : order) {
      const place = at(places, position);
      if (place === (reverse ? size - 1 : 0)) continue;
      const before = at(results, position + (reverse ? stride : -stride));
      results[position] = combine(before, at(buffer, position), spec.dtype);
    }
    return [generate(only(outputs), (position) => at(results, position))];
  };
}
