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

/** A step of `outputs` results in at most so many parts. */
export function partsOf({ rows, strides, kernel }: Slices, outputs: number, count: number): Part[] {
  return ranges(rows, count, strides.slice(-outputs)).map(({ first, size }) => ({
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
