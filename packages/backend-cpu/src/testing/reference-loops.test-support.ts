import { type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";

/** All indices of a shape, in C order. */
export function indicesOf(shape: Shape): number[][] {
  const strides = stridesOf(shape);
  return Array.from({ length: sizeOf(shape) }, (_, flat) =>
    shape.map((size, axis) => Math.floor(flat / (strides[axis] ?? 1)) % size),
  );
}

export function flatIndex(index: readonly number[], shape: Shape): number {
  const strides = stridesOf(shape);
  return index.reduce((sum, value, axis) => sum + value * (strides[axis] ?? 0), 0);
}

/** A result computed index by index. */
export function tabulate(shape: Shape, element: (index: readonly number[]) => number): number[] {
  return indicesOf(shape).map(element);
}
