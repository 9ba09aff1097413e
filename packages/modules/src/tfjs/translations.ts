import { np } from "@elegy/autodiff";
import type { LayerConfig } from "./layer-config.ts";
import { elu, leakyRelu, prelu, relu, softmax, thresholdedRelu } from "./layers/activation-layers.ts";
import {
  convolution,
  convolutionTranspose,
  depthwiseConvolution,
  separableConvolution,
} from "./layers/convolution.ts";
import {
  activation,
  dense,
  embedding,
  flatten,
  masking,
  permute,
  repeatVector,
  rescaling,
  reshape,
} from "./layers/core.ts";
import { cropping2D, upSampling2D, zeroPadding2D } from "./layers/image-size.ts";
import { concatenate, dot, elementwise } from "./layers/merge.ts";
import { alphaDropout, dropout, gaussianDropout, gaussianNoise, spatialDropout1D } from "./layers/noise.ts";
import { batchNormalization, layerNormalization } from "./layers/normalization.ts";
import { globalPooling, pooling } from "./layers/pooling.ts";
import { recurrent, rnn } from "./layers/recurrent.ts";
import { bidirectional, timeDistributed, type Translate } from "./layers/wrappers.ts";
import { LayerUnsupportedError } from "./tfjs-errors.ts";
import type { Part, TranslatedLayer } from "./translated-layer.ts";

/** Every class of layer that has a translation; models are layers too, and stand in `model-layer.ts`. */
const TRANSLATIONS: Readonly<Record<string, (config: LayerConfig, translate: Translate) => TranslatedLayer>> =
  {
    Activation: activation,
    Add: elementwise((x, y) => x.add(y)),
    AlphaDropout: alphaDropout,
    Average: elementwise(
      (x, y) => x.add(y),
      (sum, count) => sum.div(count),
    ),
    AveragePooling1D: pooling("average", 1),
    AveragePooling2D: pooling("average", 2),
    AveragePooling3D: pooling("average", 3),
    BatchNormalization: batchNormalization,
    Bidirectional: bidirectional,
    Concatenate: concatenate,
    Conv1D: convolution(1),
    Conv2D: convolution(2),
    Conv3D: convolution(3),
    Conv2DTranspose: convolutionTranspose(2),
    Conv3DTranspose: convolutionTranspose(3),
    Cropping2D: cropping2D,
    Dense: dense,
    DepthwiseConv2D: depthwiseConvolution(2),
    Dot: dot,
    Dropout: dropout,
    ELU: elu,
    Embedding: embedding,
    Flatten: flatten,
    GRU: recurrent("GRUCell"),
    GaussianDropout: gaussianDropout,
    GaussianNoise: gaussianNoise,
    GlobalAveragePooling1D: globalPooling("average"),
    GlobalAveragePooling2D: globalPooling("average"),
    GlobalMaxPooling1D: globalPooling("max"),
    GlobalMaxPooling2D: globalPooling("max"),
    LSTM: recurrent("LSTMCell"),
    LayerNormalization: layerNormalization,
    LeakyReLU: leakyRelu,
    Masking: masking,
    MaxPooling1D: pooling("max", 1),
    MaxPooling2D: pooling("max", 2),
    MaxPooling3D: pooling("max", 3),
    Maximum: elementwise(np.maximum),
    Minimum: elementwise(np.minimum),
    Multiply: elementwise((x, y) => x.mul(y)),
    PReLU: prelu,
    Permute: permute,
    RNN: rnn,
    ReLU: relu,
    RepeatVector: repeatVector,
    Rescaling: rescaling,
    Reshape: reshape,
    SeparableConv2D: separableConvolution(2),
    SimpleRNN: recurrent("SimpleRNNCell"),
    Softmax: softmax,
    SpatialDropout1D: spatialDropout1D,
    Subtract: elementwise((x, y) => x.sub(y)),
    ThresholdedReLU: thresholdedRelu,
    TimeDistributed: timeDistributed,
    UpSampling2D: upSampling2D,
    ZeroPadding2D: zeroPadding2D,
  };

/**
 * A layer by its class and options.
 *
 * @throws LayerUnsupportedError
 */
export function translateLayer(config: LayerConfig, translate: Translate): Part {
  const translation = TRANSLATIONS[config.kind];
  if (translation === undefined) {
    throw new LayerUnsupportedError(
      config,
      "no layer of this class has a translation",
      `${Object.keys(TRANSLATIONS).join(", ")}, Sequential, Model`,
    );
  }
  const layer = translation(config, translate);
  config.finish();
  return { ...layer, kind: config.kind, names: [config.name], trainable: config.trainable };
}
