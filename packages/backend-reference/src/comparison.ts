import type { NoParams } from "@elegy/autodiff/spi";
import { generate, type HostKernel, type HostKernels, only } from "./host-kernel.ts";
import { at } from "./indexing.ts";

export const comparisonKernels: HostKernels<"eq" | "ne" | "lt" | "le" | "gt" | "ge"> = {
  eq: comparison((a, b) => a === b),
  ne: comparison((a, b) => a !== b),
  lt: comparison((a, b) => a < b),
  le: comparison((a, b) => a <= b),
  gt: comparison((a, b) => a > b),
  ge: comparison((a, b) => a >= b),
};

function comparison(holds: (a: number, b: number) => boolean): HostKernel<NoParams> {
  return (inputs, _params, outputs) => {
    const { buffer: a } = at(inputs, 0);
    const { buffer: b } = at(inputs, 1);
    return [generate(only(outputs), (position) => Number(holds(at(a, position), at(b, position))))];
  };
}
