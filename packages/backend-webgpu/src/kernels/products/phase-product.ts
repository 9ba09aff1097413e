import { type ConvolutionPhase, sizeOf } from "@elegy/autodiff/spi";
import type { Axis } from "./axis.ts";
import type { Product } from "./product.ts";

/** Sizes and strides of batch, feature, spatial axes (of rhs: output feature, input feature, …). */
interface Roles {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

export interface ConvolutionRoles {
  readonly groups: number;
  /** The role of lhs that is divided into groups: batch or feature. */
  readonly groupedRole: 0 | 1;
  readonly lhs: Roles;
  readonly rhs: Roles;
  readonly out: Roles;
}

/** An axis of the product as lhs sees it, and as the other matrix that has it does. */
interface SharedAxis {
  readonly lhs: Axis;
  readonly other: Axis;
}

/**
 * One phase of a convolution as a product: rows are examples and positions, columns output features, and the sum runs over
 * input features and the elements of the window. Coordinate `i` of lhs is its spatial axis `i`.
 */
export function phaseProduct(
  { groups, groupedRole, lhs, rhs, out }: ConvolutionRoles,
  phase: readonly ConvolutionPhase[],
): Pick<Product, "lhs" | "rhs" | "result" | "operands"> {
  const [outputs, features] = [rhs.sizes[0]! / groups, rhs.sizes[1]!];
  const examples = out.sizes[0]!;
  const inGroup = groupedRole === 0 ? examples : features;
  const along = (size: number, step: number): Axis => ({ size, steps: [step] });
  const spatial = (i: number, size: number, step: number): Axis => ({
    size,
    steps: [step * lhs.strides[i + 2]!, ...phase.map((_, j) => (i === j ? step : 0))],
  });

  const rows = fastestLast([
    { lhs: along(examples, lhs.strides[0]!), other: along(examples, out.strides[0]!) },
    ...phase.map((axis, i) => ({
      lhs: spatial(i, axis.count, axis.stride),
      other: along(axis.count, axis.step * out.strides[i + 2]!),
    })),
  ]);
  const terms = fastestLast([
    { lhs: along(features, lhs.strides[1]!), other: along(features, rhs.strides[1]!) },
    ...phase.map((axis, i) => ({
      lhs: spatial(i, sizeOf(lhs.sizes) === 0 ? 0 : axis.taps, axis.dilation),
      other: along(axis.taps, axis.tapStep * rhs.strides[i + 2]!),
    })),
  ]);
  const start = (of: (axis: ConvolutionPhase, i: number) => number): number =>
    phase.reduce((total, axis, i) => total + of(axis, i), 0);
  const group = (step: number): Axis[] => [along(groups, step)];
  return {
    operands: [0, 1],
    lhs: {
      batch: group(inGroup * lhs.strides[groupedRole]!),
      rows: rows.map((axis) => axis.lhs),
      columns: terms.map((axis) => axis.lhs),
      start: start((axis, i) => axis.first * lhs.strides[i + 2]!),
      bounds: phase.map((axis, i) => ({ start: axis.first, size: lhs.sizes[i + 2]! })),
    },
    rhs: {
      batch: group(outputs * rhs.strides[0]!),
      rows: terms.map(({ other }) => other),
      columns: [along(outputs, rhs.strides[0]!)],
      start: start((axis, i) => axis.tapStart * rhs.strides[i + 2]!),
      bounds: [],
    },
    result: {
      batch: group(outputs * out.strides[1]!),
      rows: rows.map(({ other }) => other),
      columns: [along(outputs, out.strides[1]!)],
      start: start((axis, i) => axis.start * out.strides[i + 2]!),
      bounds: [],
    },
  };
}

/** Neighbours in lhs become neighbours among rows or terms, which are read together. */
function fastestLast(axes: readonly SharedAxis[]): SharedAxis[] {
  return axes.toSorted((a, b) => b.lhs.steps[0]! - a.lhs.steps[0]!);
}
