import { ranges, requireNumber } from "../options/require-number.ts";

/** Factors by the count from which they hold: `{ 1000: 0.1 }`. */
export type BoundariesAndScales = Readonly<Record<number, number>>;

/**
 * The boundaries in ascending order, with their factors.
 *
 * @throws ArgumentInvalidError for a boundary that is no count, or a negative factor.
 */
export function boundariesOf(
  operation: string,
  boundariesAndScales: BoundariesAndScales,
): readonly (readonly [boundary: number, scale: number])[] {
  return Object.entries(boundariesAndScales)
    .map(([boundary, scale]) => {
      requireNumber(operation, "a boundary", Number(boundary), ranges.notNegativeCount);
      requireNumber(operation, `the scale at ${boundary}`, scale, ranges.notNegative);
      return [Number(boundary), scale] as const;
    })
    .sort(([a], [b]) => a - b);
}
