import type { BenchmarkCase } from "./benchmark-case.ts";
import { cnn } from "./cnn.ts";
import { elementwiseChain } from "./elementwise-chain.ts";
import { embeddingGradient } from "./embedding-gradient.ts";
import { gemm } from "./gemm.ts";
import { layerNormalization } from "./layer-normalization.ts";
import { linearClassifier } from "./linear-classifier.ts";
import { lstm } from "./lstm.ts";
import { mlp } from "./mlp.ts";
import { resnet18 } from "./resnet18.ts";
import { softmax } from "./softmax.ts";
import { transformer } from "./transformer.ts";

/** In the order of the report. */
export const cases: readonly BenchmarkCase[] = [
  linearClassifier,
  mlp,
  cnn,
  resnet18,
  transformer,
  lstm,
  ...gemm,
  elementwiseChain,
  softmax,
  layerNormalization,
  embeddingGradient,
];
