import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { Slice } from "../tensor/tensor.ts";

/** A new axis of size 1, in an index. */
export const newaxis: null = null;

/**
 * Part of an axis, in an index: every `step`-th position from `start` to before `stop`. Negative positions count from
 * the end; what is left out (or `null`) is the end of the axis.
 *
 * @example
 * ```ts
 * const x = np.arange(6);
 * await x.get(np.slice(1, 4)).array(); // => [1,2,3]
 * await x.get(np.slice(null, null, -2)).array(); // => [5,3,1]
 * await x.get("1:4").array(); // => [1,2,3]
 * ```
 */
export function slice(start: number | null = null, stop: number | null = null, step = 1): Slice {
  const whole = [start, stop, step].every((bound) => bound === null || Number.isInteger(bound));
  if (whole && step !== 0) return { start, stop, step };
  throw new ArgumentInvalidError({
    operation: "np.slice",
    problem: whole ? "the step is zero" : "a bound is not a whole number",
    expected: "whole numbers or null, and a step ≠ 0",
    received: [start, stop, step]
      .map((bound) => (typeof bound === "object" && bound ? "a tensor" : String(bound)))
      .join(", "),
    ...(whole ? {} : { hint: "Bounds that depend on data are for lax.dynamicSlice." }),
  });
}

const notation = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/;

/** `"1:3"`, `"::-1"`, … */
export function parseSlice(text: string): Slice {
  const found = notation.exec(text);
  if (found === null) {
    throw new ArgumentInvalidError({
      operation: "index",
      problem: "the text is no slice",
      expected: '"start:stop", "start:stop:step" with whole numbers or nothing in them, or "..."',
      received: JSON.stringify(text),
    });
  }
  const [start, stop, step] = [found[1], found[2], found[3]].map((bound) =>
    bound === undefined ? null : Number(bound),
  );
  return slice(start, stop, step ?? 1);
}

/** The positions of a slice on an axis: `start`, `start + step`, …, `count` of them. */
export interface Positions {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** What a slice means for an axis of a given size; bounds beyond its ends are those ends, as in Python. */
export function positionsOf({ start, stop, step }: Slice, size: number): Positions {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const bound = (position: number | null, otherwise: number): number =>
    position === null ? otherwise : Math.min(Math.max(position < 0 ? position + size : position, low), high);
  const from = bound(start, step > 0 ? low : high);
  const to = bound(stop, step > 0 ? high : low);
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}
