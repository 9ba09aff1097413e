import { type Shape, sizeOf } from "@elegy/autodiff/spi";

/** One item per index of a shape, in C order: the last axis counts fastest. A scalar has one index, the empty one. */
export function mapIndices<T>(shape: Shape, itemAt: (index: readonly number[]) => T): T[] {
  const items: T[] = [];
  const index = shape.map(() => 0);
  for (let remaining = sizeOf(shape); remaining > 0; remaining--) {
    items.push(itemAt(index));
    advance(index, shape);
  }
  return items;
}

/** The place of each index in memory: `start + Σ index[axis] · strides[axis]`. Strides may be zero or negative. */
export function offsetsOf(shape: Shape, strides: readonly number[], start = 0): number[] {
  return mapIndices(shape, (index) => start + dot(index, strides));
}

export function dot(index: readonly number[], strides: readonly number[]): number {
  return index.reduce((sum, position, axis) => sum + position * at(strides, axis), 0);
}

/** The axes of a shape that are not among the given ones. */
export function otherAxes(shape: Shape, axes: readonly number[]): number[] {
  return [...shape.keys()].filter((axis) => !axes.includes(axis));
}

/** The items at some places. */
export function pick(items: readonly number[], places: readonly number[]): number[] {
  return places.map((place) => at(items, place));
}

/** An item that must be there: an oracle does not read past an end. */
export function at<T>(items: ArrayLike<T>, place: number): T {
  const item = items[place];
  if (item === undefined) throw new RangeError(`No item ${place} among ${items.length}.`);
  return item;
}

function advance(index: number[], shape: Shape): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = at(index, axis) + 1;
    index[axis] = next === at(shape, axis) ? 0 : next;
    if (next < at(shape, axis)) return;
  }
}
