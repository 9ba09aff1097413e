import {
  DTypeMismatchError,
  formatSpec,
  isFloat,
  nn,
  np,
  type Tensor,
  type TensorSpec,
} from "@elegy/autodiff";
import { LabelOutOfRangeError } from "./label-out-of-range-error.ts";
import type { HostTargets, Loss, LossInputs } from "./loss.ts";
import { lossOf, type LossOptions } from "./loss-of.ts";
import { requireLabels } from "./require-labels.ts";
import type { TargetPath } from "./target-path.ts";

const OPERATION = "SparseCategoricalCrossentropy";
/** Below this a probability counts as this, so that its logarithm is finite. */
const EPSILON = 1e-7;

export interface CrossentropyOptions {
  /** The predictions are logits rather than probabilities. Default `false`. */
  readonly fromLogits?: boolean;
  /** A label that names no class makes its loss NaN; otherwise 0. Default `true`. */
  readonly checkBounds?: boolean;
}

/**
 * `−ln p` of the labelled class.
 *
 * @param yTrue labels `i32[batch,…]` of 0…classes − 1; `u8` and `u32` too.
 * @param yPred probabilities `f32[batch,…,classes]`, taken as they are, or logits.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError, DTypeMismatchError
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const probabilities = np.array([[0.05, 0.95, 0], [0.1, 0.8, 0.1]]);
 * await losses.sparseCategoricalCrossentropy(np.array([1, 2]), probabilities).array(); // => [0.0512933,2.30259]
 * ```
 */
export function sparseCategoricalCrossentropy(
  yTrue: Tensor,
  yPred: Tensor,
  { fromLogits = false, checkBounds = true }: CrossentropyOptions = {},
): Tensor {
  const classes = requireLabels(OPERATION, yTrue.spec, yPred.spec);
  requireFloat(yPred.spec);
  const labels = yTrue.astype("int32");
  const logProbabilities = fromLogits ? nn.logSoftmax(yPred) : np.log(np.maximum(yPred, EPSILON));
  // Chosen rather than multiplied by 0 and 1: the others may be infinite.
  const chosen = np.where(nn.oneHot(labels, classes, { dtype: "bool" }), logProbabilities, 0);
  const loss = np.negative(chosen.sum({ axis: -1 }));
  if (!checkBounds) return loss;
  const inRange = np.logicalAnd(labels.greaterEqual(0), labels.less(classes));
  return np.where(inRange, loss, Number.NaN);
}

/**
 * The cross-entropy of labels and predicted classes.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.SparseCategoricalCrossentropy({ fromLogits: true });
 * const logits = np.array([[0.05, 0.95, 0], [0.1, 0.8, 0.1]]);
 * await loss.call({ yTrue: np.array([1, 2]), yPred: logits }).item(); // => 0.986895
 * loss.name; // => sparse_categorical_crossentropy
 * ```
 */
export class SparseCategoricalCrossentropy implements Loss {
  readonly name: string;
  readonly on: TargetPath | undefined;
  readonly #loss: Loss;
  readonly #checkBounds: boolean;

  /** @throws ArgumentInvalidError for an unknown reduction or a weight that is not finite. */
  constructor(options: LossOptions & CrossentropyOptions = {}) {
    this.#loss = lossOf({
      operation: OPERATION,
      name: "sparse_categorical_crossentropy",
      options,
      perSample: (yTrue, yPred) => sparseCategoricalCrossentropy(yTrue, yPred, options),
    });
    this.#checkBounds = options.checkBounds ?? true;
    this.name = this.#loss.name;
    this.on = options.on;
  }

  /** The reduced loss, `f32[]`. */
  call(inputs: LossInputs<unknown>): Tensor {
    return this.#loss.call(inputs);
  }

  /**
   * Looks for labels that name no class, unless `checkBounds` is `false`.
   *
   * @throws LabelOutOfRangeError naming the first one and where it stands.
   */
  checkTargets({ data, spec }: HostTargets, yPred: TensorSpec): void {
    const classes = requireLabels(OPERATION, spec, {
      ...yPred,
      // The predictions are of one batch, the targets of all.
      shape: [...spec.shape.slice(0, 1), ...yPred.shape.slice(1)],
    });
    if (!this.#checkBounds) return;
    const position = data.findIndex((label) => label < 0 || label >= classes);
    if (position === -1) return;
    throw new LabelOutOfRangeError({
      operation: OPERATION,
      problem: "a label names no class",
      expected: `labels in 0…${classes - 1}`,
      received: `${data[position]} at position ${positionText(position, spec)}`,
      hint:
        data[position] === classes
          ? "Labels count from 0: subtract 1, or predict one more class."
          : "Correct the targets, predict more classes, or pass checkBounds: false, where such a label costs nothing.",
    });
  }
}

function requireFloat(yPred: TensorSpec): void {
  if (isFloat(yPred.dtype)) return;
  throw new DTypeMismatchError({
    operation: OPERATION,
    problem: "predictions are probabilities or logits",
    expected: "f32[…,classes]",
    received: formatSpec(yPred),
  });
}

function positionText(position: number, { shape }: TensorSpec): string {
  if (shape.length < 2) return String(position);
  let rest = position;
  const indices = shape.toReversed().map((size) => {
    const index = rest % size;
    rest = Math.floor(rest / size);
    return index;
  });
  return `[${indices.reverse().join(",")}]`;
}
