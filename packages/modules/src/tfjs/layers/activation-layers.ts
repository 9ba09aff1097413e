import { nn, np } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { leaf, type TranslatedLayer } from "../translated-layer.ts";

export function relu(config: LayerConfig): TranslatedLayer {
  config.only("threshold", 0);
  config.only("negative_slope", 0);
  const largest = config.raw("max_value") === undefined ? null : config.number("max_value");
  return leaf({ call: (x) => (largest === null ? nn.relu(x) : np.clip(x, 0, largest)) });
}

export function leakyRelu(config: LayerConfig): TranslatedLayer {
  // Keras 3 has another name for it.
  const option = config.raw("negative_slope") === undefined ? "alpha" : "negative_slope";
  const negativeSlope = config.number(option, 0.3);
  return leaf({ mask: "drop", call: (x) => nn.leakyRelu(x, { negativeSlope }) });
}

/** As leaky ReLU, with the slope a parameter; `shared_axes` have one slope. */
export function prelu(config: LayerConfig): TranslatedLayer {
  config.raw("shared_axes");
  return leaf({
    params: ["alpha"],
    call: (x, scope) => np.where(x.greaterEqual(0), x, x.mul(scope.weight("alpha"))),
  });
}

export function elu(config: LayerConfig): TranslatedLayer {
  const alpha = config.number("alpha", 1);
  return leaf({ mask: "drop", call: (x) => nn.elu(x, { alpha }) });
}

export function thresholdedRelu(config: LayerConfig): TranslatedLayer {
  const theta = config.number("theta", 1);
  return leaf({ mask: "drop", call: (x) => np.where(x.greater(theta), x, 0) });
}

/** Over one axis or several. */
export function softmax(config: LayerConfig): TranslatedLayer {
  const axis = config.numbers("axis", undefined, -1);
  const [only = -1] = axis;
  return leaf({
    mask: "drop",
    call: (x) =>
      axis.length > 1
        ? np.exp(x.sub(nn.logsumexp(x, { axis, keepdims: true })))
        : nn.softmax(x, { axis: only }),
  });
}
