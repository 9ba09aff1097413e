import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import type { Initializer } from "../../layer/scope.ts";
import { type OptionNames, requireSize } from "../require.ts";
import type { DataFormat } from "./data-format.ts";

/** How axes are padded: by name, or `[before, after]` for each spatial axis. */
export type Padding = "SAME" | "VALID" | readonly PaddingPair[];

export type PaddingPair = readonly [before: number, after: number];

/** From the size of the window, holes included, to the padding: `(size) => [size - 1, 0]` is causal. */
export type PaddingFunction = (size: number) => PaddingPair;

export interface ConvOptions {
  /** How far the window moves, for all spatial axes or for each. Default 1. */
  readonly stride?: number | readonly number[];
  /** The distance at which elements of the window are set ("atrous"). Default 1. */
  readonly rate?: number | readonly number[];
  /** Default `"SAME"`. A function of the window's size for all spatial axes or for each, too. */
  readonly padding?: Padding | PaddingFunction | readonly PaddingFunction[];
  /** Default `true`. */
  readonly withBias?: boolean;
  /** Default: the truncated normal distribution with standard deviation 1/√fanIn, as in Elegy. */
  readonly wInit?: Initializer;
  /** Default: zeros. */
  readonly bInit?: Initializer;
  /** Multiplied with the weights, of their shape: zeros cut connections for good. */
  readonly mask?: Tensor;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat;
}

/** The names of {@link ConvOptions}. */
export const CONV_OPTIONS: OptionNames<ConvOptions> = {
  stride: true,
  rate: true,
  padding: true,
  withBias: true,
  wInit: true,
  bInit: true,
  mask: true,
  dataFormat: true,
};

/**
 * One whole number ≥ 1 for each spatial axis.
 *
 * @throws ArgumentInvalidError
 */
export function perAxis(
  layer: string,
  name: string,
  value: number | readonly number[],
  axes: number,
): readonly number[] {
  const sizes = typeof value === "number" ? Array.from({ length: axes }, () => value) : value;
  if (sizes.length !== axes) {
    throw new ArgumentInvalidError({
      operation: layer,
      problem: `\`${name}\` has ${sizes.length} elements`,
      expected: `a number, or one for each of ${axes} spatial axes`,
      received: `[${sizes.join(",")}]`,
    });
  }
  sizes.forEach((size) => requireSize(layer, name, size));
  return sizes;
}

/**
 * The padding by name or by pairs, where it may be by functions.
 *
 * @throws ArgumentInvalidError for another number of functions than of spatial axes.
 */
export function paddingOf(
  layer: string,
  { padding = "SAME" }: Pick<ConvOptions, "padding">,
  window: readonly number[],
  rate: readonly number[],
): Padding {
  if (typeof padding === "string") return padding;
  const rules = typeof padding === "function" ? window.map(() => padding) : padding;
  if (rules.length === window.length) {
    return rules.map((rule, axis) =>
      typeof rule === "function" ? rule((window[axis]! - 1) * rate[axis]! + 1) : rule,
    );
  }
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `\`padding\` has ${rules.length} elements`,
    expected: `"SAME", "VALID", a function, or a pair or function for each of ${window.length} spatial axes`,
    received: `a list of ${rules.length}`,
  });
}
