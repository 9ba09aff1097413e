import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Initializer } from "../../layer/scope.ts";
import { type OptionNames, requireSize } from "../require.ts";
import type { DataFormat } from "./data-format.ts";

/** How axes are padded: by name, or `[before, after]` for each spatial axis. */
export type Padding = "SAME" | "VALID" | readonly (readonly [before: number, after: number])[];

export interface ConvOptions {
  /** How far the window moves, for all spatial axes or for each. Default 1. */
  readonly stride?: number | readonly number[];
  /** The distance at which elements of the window are set ("atrous"). Default 1. */
  readonly rate?: number | readonly number[];
  /** Default `"SAME"`. */
  readonly padding?: Padding;
  /** Default `true`. */
  readonly withBias?: boolean;
  /** Default: the truncated normal distribution with standard deviation 1/√fanIn, as in Elegy. */
  readonly wInit?: Initializer;
  /** Default: zeros. */
  readonly bInit?: Initializer;
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
