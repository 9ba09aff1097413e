/** One axis of a loop nest: how often, and how many elements each of the operands moves on. */
export interface Axis {
  readonly size: number;
  readonly strides: readonly number[];
}

/** The same walk with as few axes as can be: those of size 1 vanish, neighbours that act as one become one. */
export function mergeAxes(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = merged.at(-1);
    if (
      outer !== undefined &&
      outer.strides.every((stride, index) => stride === axis.size * (axis.strides[index] ?? 0))
    ) {
      merged[merged.length - 1] = { size: outer.size * axis.size, strides: axis.strides };
    } else merged.push(axis);
  }
  return merged;
}

/** Axes from a shape and, for each operand, its strides along it. */
export function axesOf(shape: readonly number[], ...strides: readonly (readonly number[])[]): Axis[] {
  return shape.map((size, axis) => ({ size, strides: strides.map((operand) => operand[axis] ?? 0) }));
}

export function isEmpty(axes: readonly Axis[]): boolean {
  return axes.some(({ size }) => size === 0);
}
