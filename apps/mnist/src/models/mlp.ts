import {
  type FunctionContext,
  losses,
  metrics,
  Model,
  nn,
  np,
  optimizers,
  outputStates,
  random,
  type Tensor,
} from "@elegy/core";

/** Sizes of the layers: pixels, two hidden layers, digits. */
const SIZES = [784, 256, 128, 10] as const;

interface Dense {
  /** `f32[in, out]`. */
  readonly w: Tensor;
  /** `f32[out]`. */
  readonly b: Tensor;
}

/** A perceptron as a plain function: images `u8[batch, 28, 28]` to logits `f32[batch, 10]`. */
function mlp(images: Tensor, { params, rng, initializing }: FunctionContext): unknown {
  const layers: readonly Dense[] = initializing ? initialLayers(rng) : params;
  const pixels = images.reshape([images.shape[0], -1]).div(255);
  const logits = layers.reduce((x, { w, b }, i) => {
    const y = np.dot(x, w).add(b);
    return i < layers.length - 1 ? nn.relu(y) : y;
  }, pixels);
  return outputStates({ preds: logits, params: layers });
}

/** Glorot and Bengio's uniform weights: ±√(6 / (in + out)). */
function initialLayers(rng: Tensor): Dense[] {
  return SIZES.slice(1).map((outputs, i) => {
    const inputs = SIZES[i] ?? 0;
    const limit = Math.sqrt(6 / (inputs + outputs));
    const key = random.foldIn(rng, i);
    return {
      w: random.uniform(key, [inputs, outputs], { minval: -limit, maxval: limit }),
      b: np.zeros([outputs]),
    };
  });
}

export function mlpModel(seed: number): Model {
  return new Model({
    module: mlp,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy({ name: "accuracy" }),
    optimizer: optimizers.adam(1e-3),
    seed,
  });
}
