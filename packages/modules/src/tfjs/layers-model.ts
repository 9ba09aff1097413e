import type { TypedArray } from "@elegy/autodiff";

/** A weight of a `tf.LayersModel`, as much of it as is read. */
export interface LayersModelWeight {
  readonly originalName: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
  readonly trainable: boolean;
  read(): { dataSync(): unknown };
}

/** A `tf.LayersModel`, as much of it as is read: the package imports nothing of TensorFlow.js. */
export interface LayersModelLike {
  toJSON(unused: null, returnString: false): unknown;
  readonly weights: readonly LayersModelWeight[];
}

/** The shape that `model.weights` have as arguments of `tf.tensor`. */
export interface TensorMaker<T> {
  // oxlint-disable-next-line typescript/method-signature-style
  (data: TypedArray, shape: number[], dtype: "float32" | "int32" | "bool"): T;
}

/** A `tf.LayersModel` whose weights can be set. */
export interface WritableLayersModel<T> extends LayersModelLike {
  setWeights(weights: T[]): void;
}
