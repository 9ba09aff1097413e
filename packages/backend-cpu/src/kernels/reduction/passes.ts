import { type Shape, sizeOf } from "@elegy/autodiff/spi";
import { type Axis, axesOf, mergeAxes } from "../../codegen/axes.ts";

/** Reduces the middle one of three axes. */
export interface Pass {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** A reduction over any axes, one after another: neighbouring axes at once, the innermost first. */
export function passesOf(shape: Shape, axes: readonly number[]): Pass[] {
  const isReduced = (axis: number): boolean => axes.includes(axis);
  // Of the result: along an axis that is reduced it stays where it is.
  const strides = shape.map((_, axis) =>
    isReduced(axis) ? 0 : sizeOf(shape.filter((_, other) => other > axis && !isReduced(other))),
  );
  let groups = mergeAxes(axesOf(shape, strides));
  const passes: Pass[] = [];
  for (;;) {
    const last = groups.findLastIndex((group) => group.strides[0] === 0);
    const group = groups[last];
    if (group === undefined) break;
    passes.push({
      outer: total(groups.slice(0, last)),
      size: group.size,
      inner: total(groups.slice(last + 1)),
    });
    groups = mergeAxes(groups.toSpliced(last, 1));
  }
  return passes.length > 0 ? passes : [{ outer: 1, size: 1, inner: sizeOf(shape) }];
}

function total(groups: readonly Axis[]): number {
  return sizeOf(groups.map(({ size }) => size));
}
