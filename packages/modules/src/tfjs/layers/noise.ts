import { np, random, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { leaf, type LayerScope, type TranslatedLayer } from "../translated-layer.ts";

/** What noise does while training; else the identity. */
function whileTraining(noise: (x: Tensor, scope: LayerScope) => Tensor): TranslatedLayer {
  return leaf({ call: (x, scope) => (scope.training ? noise(x, scope) : x) });
}

/** Elements that are kept, with probability `1 − rate`. */
function kept(scope: LayerScope, rate: number, shape: readonly number[]): Tensor {
  return random.bernoulli(scope.nextKey(), 1 - rate, shape);
}

/** A rate of 0 changes nothing. */
function rateOf(config: LayerConfig): number {
  const rate = config.number("rate");
  if (rate >= 0 && rate < 1) return rate;
  throw config.unsupported("rate", rate, "a rate in [0, 1)");
}

/** Each element is 0 with probability `rate`, and otherwise divided by `1 − rate`. */
export function dropped(x: Tensor, scope: LayerScope, rate: number, shape: readonly number[]): Tensor {
  return rate === 0 ? x : np.where(kept(scope, rate, shape), x.div(1 - rate), 0);
}

export function dropout(config: LayerConfig): TranslatedLayer {
  const rate = rateOf(config);
  const noise = config.raw("noise_shape");
  if (noise !== undefined && !Array.isArray(noise)) throw config.unsupported("noise_shape", noise, "sizes");
  return whileTraining((x, scope) => {
    const shape = x.shape.map((size, axis) => (noise?.[axis] === 1 ? 1 : size));
    return dropped(x, scope, rate, shape);
  });
}

/** Whole channels are dropped: `[batch, 1, channels]`. */
export function spatialDropout1D(config: LayerConfig): TranslatedLayer {
  const rate = rateOf(config);
  config.only("noise_shape", undefined);
  return whileTraining((x, scope) => dropped(x, scope, rate, [x.shape[0], 1, x.shape[2]]));
}

export function gaussianNoise(config: LayerConfig): TranslatedLayer {
  const deviation = config.number("stddev");
  return whileTraining((x, scope) => x.add(random.normal(scope.nextKey(), x.shape).mul(deviation)));
}

/** Multiplied with samples of mean 1 and variance `rate / (1 − rate)`. */
export function gaussianDropout(config: LayerConfig): TranslatedLayer {
  const rate = rateOf(config);
  const deviation = Math.sqrt(rate / (1 - rate));
  return whileTraining((x, scope) => x.mul(random.normal(scope.nextKey(), x.shape).mul(deviation).add(1)));
}

/** What SELU tends to for small x: −α·λ of Klambauer et al., 2017. */
const SATURATION = -1.6732632423543772 * 1.0507009873554805;

/** Dropped elements take the value that SELU saturates at; then mean and variance are put back. */
export function alphaDropout(config: LayerConfig): TranslatedLayer {
  const rate = rateOf(config);
  config.only("noise_shape", undefined);
  const a = 1 / Math.sqrt((1 - rate) * (1 + rate * SATURATION ** 2));
  const b = -a * SATURATION * rate;
  return whileTraining((x, scope) =>
    rate === 0
      ? x
      : np
          .where(kept(scope, rate, x.shape), x, SATURATION)
          .mul(a)
          .add(b),
  );
}
