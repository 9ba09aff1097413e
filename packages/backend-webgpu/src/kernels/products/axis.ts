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
    if (outer?.steps.every((step, i) => step === size * (steps[i] ?? 0))) {
      result[result.length - 1] = { size: outer.size * size, steps };
    } else result.push({ size, steps });
  }
  return result;
}

export function countOf(axes: readonly Axis[]): number {
  return axes.reduce((product, { size }) => product * size, 1);
}

/** Whether neighbours along the last axis are neighbours in memory. */
export function isContiguous(axes: readonly Axis[]): boolean {
  return merged(axes).at(-1)?.steps[0] === 1;
}

/** WGSL that says where along each axis a place in C order is: statements, and for each kind of step the sum of all steps. */
export function walkCode(axes: readonly Axis[], place: string): { statements: string[]; sums: string[][] } {
  const walk = merged(axes);
  const statements: string[] = [];
  const sums: string[][] = [];
  let rest = place;
  for (let i = walk.length - 1; i >= 0; i--) {
    const { size, steps } = walk[i]!;
    let index = rest;
    if (i > 0) {
      index = `${place}_${i}`;
      statements.push(`let ${index} = ${rest} % ${size};`, `let ${place}_${i}_up = ${rest} / ${size};`);
      rest = `${place}_${i}_up`;
    }
    for (const [kind, step] of steps.entries()) {
      if (step !== 0) (sums[kind] ??= []).push(step === 1 ? index : `${index} * ${step}`);
    }
  }
  return { statements, sums };
}
