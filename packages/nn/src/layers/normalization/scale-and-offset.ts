import { nn, type Shape, type Tensor } from "@elegy/autodiff";
import type { Initializer, Scope } from "../../layer/scope.ts";
import { type OptionNames } from "../require.ts";

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

/** The names of {@link NormalizationOptions}. */
export const NORMALIZATION_OPTIONS: OptionNames<NormalizationOptions> = {
  createScale: true,
  createOffset: true,
  eps: true,
  scaleInit: true,
  offsetInit: true,
};

/** `x·scale + offset`, both parameters of the sizes that x has along `axes`. */
export function scaleAndOffset(
  self: Scope,
  x: Tensor,
  axes: readonly number[],
  options: NormalizationOptions,
): Tensor {
  const {
    createScale = true,
    createOffset = true,
    scaleInit = nn.initializers.ones,
    offsetInit = nn.initializers.zeros,
  } = options;
  const sizes = axes.map((axis) => x.shape[axis]!);
  const along: Shape = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
  const factor = (name: string, init: Initializer): Tensor =>
    self.param(name, init, sizes).reshape(along).astype(x.dtype);
  const scaled = createScale ? x.mul(factor("scale", scaleInit)) : x;
  return createOffset ? scaled.add(factor("offset", offsetInit)) : scaled;
}
