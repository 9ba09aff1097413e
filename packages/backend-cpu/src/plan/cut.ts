import { present } from "../codegen/present.ts";
import { BLOCK } from "../memory/free-list.ts";
import type { Part, Slices } from "../kernels/kernel-rule.ts";

export interface Range {
  readonly first: number;
  readonly size: number;
}

/**
 * `0 ≤ index < total` in at most so many ranges, as even as whole blocks allow.
 *
 * @param bytes how many bytes an index stands for in each result: ranges start where a block does.
 */
export function ranges(total: number, count: number, bytes: readonly number[]): Range[] {
  const step = blockRows(bytes);
  const size = Math.ceil(Math.ceil(total / step) / count) * step;
  const cuts: Range[] = [];
  // What is empty is one range, too.
  for (let first = 0; first < Math.max(1, total); first += Math.max(1, size)) {
    cuts.push({ first, size: Math.min(size, total - first) });
  }
  return cuts;
}

/** Ranges start at multiples of this, if an index stands for so many bytes in each result. */
export function blockRows(bytes: readonly number[]): number {
  return bytes.map((width) => BLOCK / commonDivisor(BLOCK, width)).reduce(leastCommonMultiple, 1);
}

/** By how much the largest part may be larger than all would be if they were even: finer cuts gain no more. */
const MOST_UNEVEN = 1.05;

/** A step of `outputs` results in at most so many parts, cut into as few rows as make them even; none if there is no cut. */
export function evenParts(cuts: readonly Slices[], outputs: number, count: number): Part[] {
  const options = cuts.map((cut) => {
    const all = ranges(cut.rows, count, cut.strides.slice(-outputs));
    // Only the last one is smaller.
    return { cut, all, uneven: (count * present(all[0]).size) / cut.rows };
  });
  const enough = Math.max(MOST_UNEVEN, Math.min(...options.map(({ uneven }) => uneven)));
  const best = options.find(({ uneven }) => uneven <= enough);
  if (best === undefined) return [];
  const { strides, kernel } = best.cut;
  return best.all.map(({ first, size }) => ({
    kernel: kernel(size),
    offsets: strides.map((bytes) => first * bytes),
  }));
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / commonDivisor(a, b)) * b;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
