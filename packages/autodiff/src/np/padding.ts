import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { constant } from "../lax/creation.ts";
import * as lax from "../lax/movement.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { array } from "./creation.ts";
import { take } from "./take.ts";
import { requireOptions } from "./require-options.ts";
import { tensorOf } from "./operands.ts";
import { received } from "../errors/received.ts";

/** `[before, after]` for each axis, one pair for all axes, or one number for all sides. */
export type PadWidth = number | readonly [number, number] | readonly (readonly [number, number])[];

export interface PadOptions {
  /**
   * `"constant"`, the default: `constantValues`; `"edge"`: the nearest element; `"reflect"`: mirrored at the outermost
   * element; `"symmetric"`: mirrored behind it; `"wrap"`: from the other end.
   */
  readonly mode?: "constant" | "edge" | "reflect" | "symmetric" | "wrap";
  /** Of the mode `"constant"`. Default 0. */
  readonly constantValues?: number;
}

/**
 * Adds elements before and after along each axis.
 *
 * @param options or `constantValues` alone.
 * @throws ArgumentInvalidError for a negative width, and for an empty axis that is not filled with a constant.
 * @example
 * ```ts
 * const x = np.array([1, 2, 3]);
 * await np.pad(x, [[1, 2]]).array(); // => [0,1,2,3,0,0]
 * await np.pad(x, 2, { mode: "reflect" }).array(); // => [3,2,1,2,3,2,1]
 * ```
 */
export function pad(x: Tensor, padWidth: PadWidth, options: number | PadOptions = {}): Tensor {
  const { mode = "constant", constantValues = 0 } = optionsOf(options);
  const widths = widthsOf(x, padWidth);
  if (mode === "constant") {
    return lax.pad(
      x,
      constant(constantValues, x.dtype),
      widths.map(([before, after]) => [before, after, 0]),
    );
  }
  const source = Object.hasOwn(SOURCES, mode) ? SOURCES[mode] : undefined;
  if (source === undefined) {
    throw new ArgumentInvalidError({
      operation: "np.pad",
      problem: "no such mode",
      expected: `constant, ${Object.keys(SOURCES).join(", ")}`,
      received: JSON.stringify(mode),
    });
  }
  return widths.reduce((padded, [before, after], axis) => {
    const size = x.shape[axis] ?? 0;
    if (before + after === 0) return padded;
    if (size === 0) throw nothingToRepeat(x, axis);
    const places = Int32Array.from({ length: before + size + after }, (_, i) => source(i - before, size));
    return take(padded, array(places), { axis, mode: "clip" });
  }, x);
}

function optionsOf(options: number | PadOptions): PadOptions {
  if (typeof options === "number") return { constantValues: options };
  requireOptions("np.pad", options, "{ mode, constantValues }");
  return options;
}

/** Where the element at a place outside of `0…size − 1` comes from. */
const SOURCES: Readonly<Record<Exclude<NonNullable<PadOptions["mode"]>, "constant">, Source>> = {
  edge: (place, size) => Math.min(Math.max(place, 0), size - 1),
  reflect: (place, size) => {
    const there = modulo(place, Math.max(1, 2 * (size - 1)));
    return there < size ? there : 2 * (size - 1) - there;
  },
  symmetric: (place, size) => {
    const there = modulo(place, 2 * size);
    return there < size ? there : 2 * size - 1 - there;
  },
  wrap: modulo,
};

type Source = (place: number, size: number) => number;

function modulo(place: number, period: number): number {
  return ((place % period) + period) % period;
}

function widthsOf(x: Tensor, padWidth: PadWidth): readonly (readonly [number, number])[] {
  const widths = widthPerAxis(tensorOf("np.pad", x), padWidth);
  const fits = widths.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((width) => Number.isInteger(width)),
  );
  if (widths.length !== x.ndim || !fits) {
    throw new ArgumentInvalidError({
      operation: "np.pad",
      problem: "the widths do not fit",
      expected: "a number, [before, after], or such a pair for each axis",
      received: `${JSON.stringify(padWidth)} for ${received(x)}`,
    });
  }
  if (widths.every(([before, after]) => before >= 0 && after >= 0)) return widths;
  throw new ArgumentInvalidError({
    operation: "np.pad",
    problem: "a width is negative",
    expected: "[before, after] ≥ 0 for each axis",
    received: JSON.stringify(padWidth),
    hint: "lax.pad crops by negative widths.",
  });
}

function widthPerAxis(x: Tensor, padWidth: PadWidth): readonly (readonly [number, number])[] {
  if (typeof padWidth === "number") return x.shape.map(() => [padWidth, padWidth]);
  if (Array.isArray(padWidth) && isPair(padWidth)) return x.shape.map(() => padWidth);
  if (!Array.isArray(padWidth)) return [];
  const [only] = padWidth;
  return only !== undefined && padWidth.length === 1 ? x.shape.map(() => only) : padWidth;
}

function isPair(
  padWidth: readonly [number, number] | readonly (readonly [number, number])[],
): padWidth is readonly [number, number] {
  return typeof padWidth[0] === "number";
}

function nothingToRepeat(x: Tensor, axis: number): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "np.pad",
    problem: "there is no element to repeat",
    expected: `at least one element along axis ${axis}`,
    received: received(x),
  });
}
