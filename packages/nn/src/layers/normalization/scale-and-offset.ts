import { ArgumentInvalidError, type Shape, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Initializer, Scope } from "../../layer/scope.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface NormalizationOptions {
  /** Multiply by a parameter `scale`. Default `true`. */
  readonly createScale?: boolean;
  /** Add a parameter `offset`. Default `true`. */
  readonly createOffset?: boolean;
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Default: ones. */
  readonly scaleInit?: Initializer;
  /** Default: zeros. */
  readonly offsetInit?: Initializer;
}

/** What a call may bring in place of the parameters that a layer does not have, of shapes that broadcast to its input. */
export interface NormalizationCall {
  /** Multiplied with the result; of a layer with `createScale: false`. */
  readonly scale?: Tensor;
  /** Added to the result; of a layer with `createOffset: false`. */
  readonly offset?: Tensor;
}

/** The names of {@link NormalizationOptions}. */
export const NORMALIZATION_OPTIONS: OptionNames<NormalizationOptions> = {
  createScale: true,
  createOffset: true,
  eps: true,
  scaleInit: true,
  offsetInit: true,
};

/** The names of {@link NormalizationCall}. */
export const NORMALIZATION_CALL: OptionNames<NormalizationCall> = { scale: true, offset: true };

/** @throws ArgumentInvalidError for an option that does not exist, or an initializer of what is not created. */
export function requireNormalization(
  kind: string,
  options: NormalizationOptions,
  known: Readonly<Record<string, true>>,
): void {
  requireOptions(kind, options, known);
  for (const [init, create] of [
    ["scaleInit", "createScale"],
    ["offsetInit", "createOffset"],
  ] as const) {
    if (options[init] === undefined || options[create] !== false) continue;
    throw new ArgumentInvalidError({
      operation: kind,
      problem: `\`${init}\` is for a parameter that \`${create}: false\` leaves out`,
      expected: "one of them",
      received: "both",
    });
  }
}

/**
 * `x·scale + offset`: parameters of the sizes that x has along `axes`, or what the call brings.
 *
 * @throws ArgumentInvalidError for a scale or an offset that the layer has itself.
 */
export function scaleAndOffset(
  self: Scope,
  kind: string,
  x: Tensor,
  axes: readonly number[],
  options: NormalizationOptions,
  call: NormalizationCall = {},
): Tensor {
  const { createScale = true, createOffset = true } = options;
  const { scaleInit = nn.initializers.ones, offsetInit = nn.initializers.zeros } = options;
  const sizes = axes.map((axis) => x.shape[axis]!);
  const along: Shape = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
  const factor = (name: keyof NormalizationCall, create: boolean, init: Initializer): Tensor | undefined => {
    const given = call[name];
    if (!create) return given;
    if (given === undefined) return self.param(name, init, sizes).reshape(along);
    throw new ArgumentInvalidError({
      operation: kind,
      problem: `the layer has a \`${name}\` of its own`,
      expected: `${name === "scale" ? "createScale" : "createOffset"}: false, to give one in a call`,
      received: `a call with \`${name}\``,
    });
  };
  const scale = factor("scale", createScale, scaleInit);
  const offset = factor("offset", createOffset, offsetInit);
  const scaled = scale === undefined ? x : x.mul(scale.astype(x.dtype));
  return offset === undefined ? scaled : scaled.add(offset.astype(x.dtype));
}
