/** One axis of a walk over elements: how many steps, and how far each goes, in elements and in every bounded coordinate. */
export interface Axis {
  readonly size: number;
  readonly steps: readonly number[];
}

/** The same walk with as few axes as can be: those of size 1 vanish, neighbours that act as one become one. */
export function merged(axes: readonly Axis[]): Axis[] {
  const result: Axis[] = [];
  for (const { size, steps } of axes) {
    if (size === 1) continue;
    const outer = result.at(-1);
    if (outer !== undefined && actsAsOne(outer.steps, size, steps)) {
      result[result.length - 1] = { size: outer.size * size, steps };
    } else result.push({ size, steps });
  }
  return result;
}

/** Whether a step of the outer axis goes as far as all of the inner one, in elements and in every coordinate of either. */
function actsAsOne(outer: readonly number[], size: number, inner: readonly number[]): boolean {
  const kinds = outer.length > inner.length ? outer : inner;
  return kinds.every((_, i) => (outer[i] ?? 0) === size * (inner[i] ?? 0));
}

export function countOf(axes: readonly Axis[]): number {
  return axes.reduce((product, { size }) => product * size, 1);
}

/** Whether neighbours along the last axis are neighbours in memory. */
export function isContiguous(axes: readonly Axis[]): boolean {
  return merged(axes).at(-1)?.steps[0] === 1;
}

/** WGSL that takes a place in C order apart, the fastest part first. */
export function partsCode(
  place: string,
  parts: readonly (readonly [name: string, size: number])[],
): string[] {
  const slowest = parts.findLastIndex(([, size]) => size !== 1);
  let divisor = 1;
  return parts.map(([name, size], i) => {
    if (size === 1) return `let ${name} = 0;`;
    const rest = divisor === 1 ? place : `${place} / ${divisor}`;
    divisor *= size;
    return `let ${name} = ${rest}${i === slowest ? "" : ` % ${size}`};`;
  });
}

/** WGSL that says where along each axis a place in C order is: statements, and for each kind of step the sum of all steps. */
export function walkCode(axes: readonly Axis[], place: string): { statements: string[]; sums: string[][] } {
  const walk = merged(axes).toReversed();
  const names = walk.map((_, i) => (walk.length === 1 ? place : `${place}_${i}`));
  const sums: string[][] = [];
  for (const [i, { steps }] of walk.entries()) {
    for (const [kind, step] of steps.entries()) {
      if (step !== 0) (sums[kind] ??= []).push(step === 1 ? names[i]! : `${names[i]} * ${step}`);
    }
  }
  const parts = walk.map(({ size }, i) => [names[i]!, size] as const);
  return { statements: walk.length === 1 ? [] : partsCode(place, parts), sums };
}
