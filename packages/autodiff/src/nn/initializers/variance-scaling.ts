import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { full } from "../../lax/creation.ts";
import { mul } from "../../lax/elementwise.ts";
import * as random from "../../random/random.ts";
import { type Shape, sizeOf } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type FanOptions, fansOf } from "./fans.ts";
import { type Initializer, initializerOf, requireFinite } from "./initializer.ts";
import { requireOptions } from "../../np/require-options.ts";

/** What the variance is divided by: inputs, outputs, their mean or their geometric mean. */
export type FanMode = "fanIn" | "fanOut" | "fanAvg" | "fanGeoAvg";
export type FanDistribution = "truncatedNormal" | "normal" | "uniform";

const MODES: Readonly<Record<FanMode, (fanIn: number, fanOut: number) => number>> = {
  fanIn: (fanIn) => fanIn,
  fanOut: (_, fanOut) => fanOut,
  fanAvg: (fanIn, fanOut) => (fanIn + fanOut) / 2,
  fanGeoAvg: (fanIn, fanOut) => Math.sqrt(fanIn * fanOut),
};

/** The standard deviation of a normal variable that is kept within two of its own. */
const TRUNCATED_STDDEV = Math.fround(0.87962566103423978);
const root = (x: number): number => Math.fround(Math.sqrt(x));

/** Values of a variance; each rounding is one of JAX, so that the bits are. */
const DISTRIBUTIONS: Readonly<
  Record<FanDistribution, (key: Tensor, shape: Shape, variance: number) => Tensor>
> = {
  truncatedNormal: (key, shape, variance) =>
    times(random.truncatedNormal(key, -2, 2, shape), Math.fround(root(variance) / TRUNCATED_STDDEV)),
  normal: (key, shape, variance) => times(random.normal(key, shape), root(variance)),
  uniform: (key, shape, variance) =>
    times(random.uniform(key, shape, { minval: -1 }), root(Math.fround(3 * variance))),
};

function times(values: Tensor, factor: number): Tensor {
  return mul(values, full(values.shape, factor, values.dtype));
}

export interface VarianceScalingOptions extends FanOptions {
  /** The variance times the fan. Default 1. */
  readonly scale?: number;
  /** Default `fanIn`. */
  readonly mode?: FanMode;
  /** Default `truncatedNormal`, within two standard deviations. */
  readonly distribution?: FanDistribution;
}

/**
 * Random numbers of variance `scale / fan`, so that what goes through a layer neither grows nor fades; the bits of JAX.
 *
 * @throws ArgumentInvalidError for a scale that is not positive, an unknown mode or distribution. When called:
 *   ShapeMismatchError for a shape of fewer than two axes.
 * @example
 * ```ts
 * const init = nn.initializers.varianceScaling({ scale: 2, mode: "fanAvg", distribution: "normal" });
 * init(random.key(0), [3, 3, 16, 32]).shape; // => [3,3,16,32]
 * ```
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  requireOptions(
    "nn.initializers.varianceScaling",
    options,
    "{ scale, mode, distribution, inAxis, outAxis, batchAxis }",
  );
  const { scale = 1, mode = "fanIn", distribution = "truncatedNormal", ...axes } = options;
  return scaling("nn.initializers.varianceScaling", scale, mode, distribution, axes);
}

function scaling(
  operation: string,
  scale: number,
  mode: FanMode,
  distribution: FanDistribution,
  axes: FanOptions,
): Initializer {
  requireOptions(operation, axes, "{ inAxis, outAxis, batchAxis }");
  requireFinite(operation, "scale", scale);
  requireOneOf(operation, "mode", mode, Object.keys(MODES));
  requireOneOf(operation, "distribution", distribution, Object.keys(DISTRIBUTIONS));
  if (scale <= 0) {
    throw new ArgumentInvalidError({
      operation,
      problem: "`scale` is not positive",
      expected: "a number > 0",
      received: String(scale),
    });
  }
  return initializerOf(operation, (key, shape) => {
    const { fanIn, fanOut } = fansOf(operation, shape, axes);
    return DISTRIBUTIONS[distribution](key, shape, Math.fround(scale / MODES[mode](fanIn, fanOut)));
  });
}

function requireOneOf(operation: string, name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `unknown \`${name}\``,
    expected: known.join(", "),
    received: value,
  });
}

/**
 * Uniform with variance 1 / mean of the fans (Glorot & Bengio 2010; Xavier).
 *
 * @throws ShapeMismatchError when called with a shape of fewer than two axes.
 * @example
 * ```ts
 * nn.initializers.glorotUniform()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function glorotUniform(axes: FanOptions = {}): Initializer {
  return scaling("nn.initializers.glorotUniform", 1, "fanAvg", "uniform", axes);
}

/**
 * Truncated normal with variance 1 / mean of the fans (Glorot & Bengio 2010; Xavier).
 *
 * @throws ShapeMismatchError when called with a shape of fewer than two axes.
 * @example
 * ```ts
 * nn.initializers.glorotNormal()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function glorotNormal(axes: FanOptions = {}): Initializer {
  return scaling("nn.initializers.glorotNormal", 1, "fanAvg", "truncatedNormal", axes);
}

/**
 * Uniform with variance 1 / inputs (LeCun et al. 1998).
 *
 * @throws ShapeMismatchError when called with a shape of fewer than two axes.
 * @example
 * ```ts
 * nn.initializers.lecunUniform()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function lecunUniform(axes: FanOptions = {}): Initializer {
  return scaling("nn.initializers.lecunUniform", 1, "fanIn", "uniform", axes);
}

/**
 * Truncated normal with variance 1 / inputs (LeCun et al. 1998).
 *
 * @throws ShapeMismatchError when called with a shape of fewer than two axes.
 * @example
 * ```ts
 * nn.initializers.lecunNormal()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function lecunNormal(axes: FanOptions = {}): Initializer {
  return scaling("nn.initializers.lecunNormal", 1, "fanIn", "truncatedNormal", axes);
}

/**
 * Uniform with variance 2 / inputs, for rectifiers (He et al. 2015; Kaiming).
 *
 * @throws ShapeMismatchError when called with a shape of fewer than two axes.
 * @example
 * ```ts
 * nn.initializers.heUniform()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function heUniform(axes: FanOptions = {}): Initializer {
  return scaling("nn.initializers.heUniform", 2, "fanIn", "uniform", axes);
}

/**
 * Truncated normal with variance 2 / inputs, for rectifiers (He et al. 2015; Kaiming).
 *
 * @throws ShapeMismatchError when called with a shape of fewer than two axes.
 * @example
 * ```ts
 * nn.initializers.heNormal()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function heNormal(axes: FanOptions = {}): Initializer {
  return scaling("nn.initializers.heNormal", 2, "fanIn", "truncatedNormal", axes);
}

/**
 * Uniform in `±scale·√(3 / inputs)`, where all axes but the last are inputs (Sussillo & Abbott 2014).
 *
 * @throws ArgumentInvalidError for a scale that is not finite.
 * @example
 * ```ts
 * nn.initializers.uniformScaling(1.4)(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export function uniformScaling(scale = 1): Initializer {
  const operation = "nn.initializers.uniformScaling";
  requireFinite(operation, "scale", scale);
  return initializerOf(operation, (key, shape) => {
    const bound = Math.sqrt(3 / Math.max(1, sizeOf(shape.slice(0, -1)))) * scale;
    return random.uniform(key, shape, { minval: -bound, maxval: bound });
  });
}
