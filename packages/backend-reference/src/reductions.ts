import { type ArgReduceParams, type AxesParams, type DType, dtypeInfo, stridesOf } from "@elegy/autodiff/spi";
import { rangeOf } from "./dtype-range.ts";
import { first, generate, type HostKernel, type HostKernels, type HostOperand, only } from "./host-kernel.ts";
import { at, offsetsOf, otherAxes, pick } from "./indexing.ts";

export const reductionKernels: HostKernels<
  "reduceSum" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAnd" | "reduceOr" | "argmax" | "argmin"
> = {
  reduceSum: reduction((values, dtype) =>
    dtypeInfo(dtype).kind === "float"
      ? values.reduce((sum, x) => sum + x, 0)
      : // Wrapping at each step keeps the sum exact modulo 2^32.
        values.reduce((sum, x) => (sum + x) | 0, 0),
  ),
  reduceMax: reduction((values, dtype) => values.reduce((a, b) => Math.max(a, b), rangeOf(dtype).lowest)),
  reduceMin: reduction((values, dtype) => values.reduce((a, b) => Math.min(a, b), rangeOf(dtype).highest)),
  reduceProd: reduction((values, dtype) =>
    dtypeInfo(dtype).kind === "float"
      ? values.reduce((product, x) => product * x, 1)
      : values.reduce((product, x) => Math.imul(product, x), 1),
  ),
  reduceAnd: reduction((values) => values.reduce((a, b) => a & b, -1)),
  reduceOr: reduction((values) => values.reduce((a, b) => a | b, 0)),
  argmax: argReduction((candidate, best) => candidate > best),
  argmin: argReduction((candidate, best) => candidate < best),
};

function reduction(fold: (values: number[], dtype: DType) => number): HostKernel<AxesParams> {
  return (inputs, { axes }, outputs) => {
    const operand = first(inputs);
    const groups = groupsAlong(operand, axes);
    return [generate(only(outputs), (position) => fold(at(groups, position), operand.spec.dtype))];
  };
}

function argReduction(beats: (candidate: number, best: number) => boolean): HostKernel<ArgReduceParams> {
  return (inputs, { axis }, outputs) => {
    const groups = groupsAlong(first(inputs), [axis]);
    return [generate(only(outputs), (position) => bestIndex(at(groups, position), beats))];
  };
}

function bestIndex(values: number[], beats: (candidate: number, best: number) => boolean): number {
  const firstNaN = values.findIndex(Number.isNaN);
  if (firstNaN !== -1) return firstNaN;
  return values.reduce((best, value, index) => (beats(value, at(values, best)) ? index : best), 0);
}

/** For each element of the result, the elements of the operand it is made of, in C order. */
function groupsAlong({ buffer, spec }: HostOperand, axes: readonly number[]): number[][] {
  const strides = stridesOf(spec.shape);
  const offsetsAlong = (some: readonly number[]): number[] =>
    offsetsOf(pick(spec.shape, some), pick(strides, some));
  const members = offsetsAlong(axes);
  return offsetsAlong(otherAxes(spec.shape, axes)).map((start) =>
    members.map((offset) => at(buffer, start + offset)),
  );
}
