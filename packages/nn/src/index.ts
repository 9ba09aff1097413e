export type { Bound, Layer, LayerOutput, Part, Parts } from "./layer/description.ts";
export { layer, type LayerCall } from "./layer/layer.ts";
export { ParameterMissingError, PartNameInvalidError, StateUnreachableError } from "./layer/layer-errors.ts";
export type { Initializer, Scope, StateCell } from "./layer/scope.ts";
export { Conv1D, Conv2D, Conv3D, ConvND, type GroupedConvOptions } from "./layers/convolution/conv.ts";
export type {
  ConvOptions,
  Padding,
  PaddingFunction,
  PaddingPair,
} from "./layers/convolution/conv-options.ts";
export {
  Conv1DTranspose,
  Conv2DTranspose,
  Conv3DTranspose,
  ConvNDTranspose,
  type ConvTransposeOptions,
} from "./layers/convolution/conv-transpose.ts";
export type { DataFormat } from "./layers/convolution/data-format.ts";
export {
  DepthwiseConv1D,
  DepthwiseConv2D,
  type DepthwiseConvOptions,
  SeparableConv1D,
  SeparableConv2D,
  type SeparableConvOptions,
} from "./layers/convolution/separable-conv.ts";
export { Dropout, type DropoutCall, type DropoutOptions } from "./layers/dropout.ts";
export {
  Embedding,
  type EmbeddingCall,
  type EmbeddingOptions,
  type LookupStyle,
} from "./layers/embedding.ts";
export {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
  type MovingAverageCall,
} from "./layers/exponential-moving-average.ts";
export { Linear, Linear as Dense, type LinearOptions } from "./layers/linear.ts";
export {
  BatchNormalization,
  type BatchNormalizationCall,
  type BatchNormalizationOptions,
} from "./layers/normalization/batch-normalization.ts";
export {
  GroupNormalization,
  type GroupNormalizationOptions,
  InstanceNormalization,
} from "./layers/normalization/group-normalization.ts";
export {
  LayerNormalization,
  type LayerNormalizationOptions,
  RMSNormalization,
  type RMSNormalizationOptions,
} from "./layers/normalization/layer-normalization.ts";
export type { NormalizationCall, NormalizationOptions } from "./layers/normalization/scale-and-offset.ts";
export { AdaptiveAvgPool, AdaptiveMaxPool } from "./layers/pooling/adaptive-pool.ts";
export { GlobalAvgPool, GlobalMaxPool, type GlobalPoolOptions } from "./layers/pooling/global-pool.ts";
export { AvgPool, MaxPool, type PoolingOptions } from "./layers/pooling/pool.ts";
export { Residual } from "./layers/residual.ts";
export {
  ReversibleEmbedding,
  type ReversibleEmbeddingCall,
  type ReversibleEmbeddingOptions,
} from "./layers/reversible-embedding.ts";
export { Sequential, type Stage } from "./layers/sequential.ts";
export { Flatten, Reshape, type ReshapeOptions } from "./layers/shape-layers.ts";
export {
  Bidirectional,
  type BidirectionalOptions,
  type MergeMode,
} from "./layers/recurrent/bidirectional.ts";
export { GRU, type GRUOptions } from "./layers/recurrent/gru.ts";
export { LSTM, type LSTMOptions } from "./layers/recurrent/lstm.ts";
export type {
  Carry,
  RecurrentCall,
  RecurrentLayer,
  RecurrentOptions,
  RecurrentOutput,
  StatefulRecurrentLayer,
} from "./layers/recurrent/recurrent.ts";
export { SimpleRNN, type SimpleRNNOptions } from "./layers/recurrent/simple-rnn.ts";
export {
  type KeysAndValues,
  type KeyValueCache,
  keyValueCache,
  type KeyValueCacheSize,
} from "./layers/attention/key-value-cache.ts";
export {
  type AttentionCall,
  type AttentionLayer,
  type AttentionOutput,
  type DetailedAttentionLayer,
  MultiHeadAttention,
  type MultiHeadAttentionOptions,
} from "./layers/attention/multi-head-attention.ts";
export { PositionEmbedding } from "./layers/attention/position-embedding.ts";
export { RotaryEmbedding } from "./layers/attention/rotary-embedding.ts";
export { SinusoidalEncoding } from "./layers/attention/sinusoidal-encoding.ts";
export {
  type DecoderCache,
  type DecoderCall,
  type DecoderLayerCall,
  TransformerDecoder,
  TransformerDecoderLayer,
} from "./layers/transformer/transformer-decoder.ts";
export {
  type EncoderCall,
  type EncoderLayerCall,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "./layers/transformer/transformer-encoder.ts";
export {
  Transformer,
  type TransformerCall,
  type TransformerOptions,
} from "./layers/transformer/transformer.ts";
export type { TransformerLayerOptions, TransformerOutput } from "./layers/transformer/transformer-options.ts";
export * as nets from "./nets/nets.ts";
