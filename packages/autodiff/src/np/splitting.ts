import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { slice } from "../lax/movement.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { requireOptions } from "./require-options.ts";
import { numberList } from "./number-list.ts";

export interface SplitOptions {
  /** Default 0. */
  readonly axis?: number;
}

/**
 * Parts of equal size along an axis, or cut at given positions.
 *
 * @param sections the number of parts, or the positions where a new part starts.
 * @throws ArgumentInvalidError if the axis cannot be divided equally; {@link arraySplit} can do without.
 * @example
 * ```ts
 * const parts = np.split(np.arange(6), [2, 5]);
 * parts.map((part) => part.size); // => [2,3,1]
 * ```
 */
export function split(x: Tensor, sections: number | readonly number[], options: SplitOptions = {}): Tensor[] {
  requireOptions("np.split", options, "{ axis }");
  const { axis = 0 } = options;
  const place = tensorAxis("np.split", axis, x);
  const size = x.shape[place] ?? 0;
  if (typeof sections === "number" && size % requireSections("np.split", sections) !== 0) {
    throw new ArgumentInvalidError({
      operation: "np.split",
      problem: "the parts would differ in size",
      expected: `a number of parts that divides ${size}`,
      received: `${sections} for axis ${place} of ${formatSpec(x.spec)}`,
      hint: "Use np.arraySplit.",
    });
  }
  return arraySplit(x, sections, { axis: place });
}

/**
 * As {@link split}, the first parts one longer where the axis cannot be divided equally.
 *
 * @example
 * ```ts
 * np.arraySplit(np.arange(7), 3).map((part) => part.size); // => [3,2,2]
 * ```
 */
export function arraySplit(
  x: Tensor,
  sections: number | readonly number[],
  options: SplitOptions = {},
): Tensor[] {
  requireOptions("np.arraySplit", options, "{ axis }");
  const { axis = 0 } = options;
  const place = tensorAxis("np.arraySplit", axis, x);
  const size = x.shape[place] ?? 0;
  const cuts =
    typeof sections === "number"
      ? equalCuts(size, requireSections("np.arraySplit", sections))
      : numberList("np.arraySplit", "a position", sections).map((cut) => requireCut(cut, size));
  return [...cuts, size].map((end, i) => {
    const start = i === 0 ? 0 : (cuts[i - 1] ?? 0);
    return slice(
      x,
      x.shape.map((_, other) => (other === place ? start : 0)),
      x.shape.map((length, other) => (other === place ? Math.max(start, end) : length)),
    );
  });
}

function equalCuts(size: number, count: number): number[] {
  const [least, longer] = [Math.floor(size / count), size % count];
  return Array.from({ length: count - 1 }, (_, i) => (i + 1) * least + Math.min(i + 1, longer));
}

function requireSections(operation: string, count: number): number {
  if (Number.isInteger(count) && count > 0) return count;
  throw new ArgumentInvalidError({
    operation,
    problem: "not a number of parts",
    expected: "a whole number ≥ 1, or a list of positions",
    received: String(count),
  });
}

/** A position as in a slice: negative ones from the end, those beyond an end are that end. */
function requireCut(cut: number, size: number): number {
  if (Number.isInteger(cut)) return Math.min(Math.max(cut < 0 ? cut + size : cut, 0), size);
  throw new ArgumentInvalidError({
    operation: "np.split",
    problem: "a position is not a whole number",
    expected: "whole numbers",
    received: String(cut),
  });
}
