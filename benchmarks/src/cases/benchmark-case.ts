import type { Algebra } from "../peers/algebra.ts";

/** One layer of a network, in words that every peer can build in its own way. */
export type LayerSpec =
  | { readonly kind: "flatten" | "meanOverTime" }
  | { readonly kind: "dense"; readonly units: number; readonly relu: boolean }
  /** 3×3, padded to the same size, then relu. */
  | { readonly kind: "conv"; readonly channels: number; readonly stride: number }
  /** The output of the last step only. */
  | { readonly kind: "lstm"; readonly units: number }
  /** Normalized after each part, relu, four times the width in between, no dropout. */
  | { readonly kind: "transformer"; readonly layers: number; readonly heads: number }
  /** For small images: a first convolution of 3×3 and no pooling; batch normalization. */
  | { readonly kind: "resnet18"; readonly classes: number };

/** A step of training: softmax cross entropy of ten classes, its gradient, and Adam with learning rate 1e-3. */
export interface TrainCase {
  readonly kind: "train";
  readonly name: string;
  readonly title: string;
  /** Of one batch; images are NHWC. */
  readonly input: readonly number[];
  readonly layers: readonly LayerSpec[];
}

export interface InputSpec {
  readonly shape: readonly number[];
  /** Whole numbers below this; otherwise floats in [-1, 1). */
  readonly below?: number;
}

/** One computation of floats from given inputs. */
export interface OperationCase {
  readonly kind: "operation";
  readonly name: string;
  readonly title: string;
  readonly inputs: readonly InputSpec[];
  readonly compute: <T>(algebra: Algebra<T>, inputs: readonly T[]) => T;
}

export type BenchmarkCase = TrainCase | OperationCase;
