import { type Shape, sizeOf } from "@elegy/autodiff/spi";

/** Reduces the middle one of three axes. */
export interface Pass {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

interface Group {
  readonly size: number;
  readonly reduced: boolean;
}

/** A reduction over any axes, one after another: neighbouring axes at once, the innermost first. */
export function passesOf(shape: Shape, axes: readonly number[]): Pass[] {
  let groups = joined(
    shape.map((size, axis) => ({ size, reduced: axes.includes(axis) })).filter(({ size }) => size !== 1),
  );
  const passes: Pass[] = [];
  for (;;) {
    const last = groups.findLastIndex(({ reduced }) => reduced);
    const group = groups[last];
    if (group === undefined) break;
    passes.push({
      outer: total(groups.slice(0, last)),
      size: group.size,
      inner: total(groups.slice(last + 1)),
    });
    groups = joined(groups.toSpliced(last, 1));
  }
  return passes.length > 0 ? passes : [{ outer: 1, size: 1, inner: sizeOf(shape) }];
}

function joined(groups: readonly Group[]): Group[] {
  const result: Group[] = [];
  for (const group of groups) {
    const last = result.at(-1);
    if (last?.reduced === group.reduced)
      result[result.length - 1] = { ...last, size: last.size * group.size };
    else result.push(group);
  }
  return result;
}

function total(groups: readonly Group[]): number {
  return sizeOf(groups.map(({ size }) => size));
}
