import type { Tensor, TensorSpec, TypedArray } from "@elegy/autodiff";
import type { TargetPath } from "./target-path.ts";

/**
 * What a loss or metric may ask for.
 *
 * @typeParam T the targets and predictions: a tensor, or a tree of tensors where a model has several.
 */
export interface LossInputs<T = Tensor> {
  /** The targets. */
  readonly yTrue: T;
  /** The predictions. */
  readonly yPred: T;
  /** The weight of each sample, `f32[batch]`. */
  readonly sampleWeight?: Tensor | null;
  /** The weight of each class, `f32[classes]`. */
  readonly classWeight?: Tensor | null;
  /** The inputs of the model. */
  readonly x?: unknown;
  /** The states after the prediction, for penalties on parameters. */
  readonly states?: unknown;
  readonly initializing?: boolean;
  readonly training?: boolean;
}

/** Targets that are still on the host. */
export interface HostTargets {
  readonly data: TypedArray;
  readonly spec: TensorSpec;
}

/** What a loss comes to: one tensor, or several by name, which are added up and logged one by one. */
export type LossResult = Tensor | Readonly<Record<string, Tensor>>;

/**
 * A named loss with settings, as `new losses.MeanSquaredError()` makes one.
 *
 * @typeParam R `Tensor` for a loss that is one value.
 */
export interface Loss<R extends LossResult = LossResult> {
  /** In the logs; `_loss` is added unless it says `loss` already. */
  readonly name: string;
  /** Which of several targets and predictions it is about. */
  readonly on?: TargetPath | undefined;
  /** The reduced loss, `f32[]`; with reduction `none`, one value per sample. */
  call(inputs: LossInputs<unknown>): R;
  /**
   * Looks at the targets before training, where a compiled step could not complain.
   *
   * @param yTrue those that `on` chooses.
   * @param yPred the shape and dtype of the predictions for one batch.
   * @throws LabelOutOfRangeError
   */
  checkTargets?(yTrue: HostTargets, yPred: TensorSpec): void;
}

/**
 * A loss as a function: a scalar, or one value per sample, which is then weighted and averaged; or several of these
 * by name.
 */
export type LossFunction<T = Tensor, R extends LossResult = LossResult> = (inputs: LossInputs<T>) => R;

export function isLoss(value: unknown): value is Loss {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    "call" in value &&
    typeof value.call === "function"
  );
}
