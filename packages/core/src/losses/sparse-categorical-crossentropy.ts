import { DTypeMismatchError, formatSpec, isFloat, type Tensor, type TensorSpec } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { EPSILON } from "./float-pair.ts";
import { LabelOutOfRangeError } from "./label-out-of-range-error.ts";
import type { HostTargets } from "./loss.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { requireLabels } from "./require-labels.ts";
import { requireNumber } from "./require-number.ts";

const OPERATION = "SparseCategoricalCrossentropy";

export interface CrossentropyOptions {
  /** The predictions are logits rather than probabilities. Default `false`. */
  readonly fromLogits?: boolean;
  /** A label that names no class makes its loss NaN; otherwise 0. Default `true`. */
  readonly checkBounds?: boolean;
  /** A label that stands for no class, as -1 may: its loss is 0, and a mean does not count it. */
  readonly ignoreClass?: number;
}

/**
 * `−ln p` of the labelled class.
 *
 * @param yTrue labels `i32[batch,…]` of 0…classes − 1; `u8` and `u32` too.
 * @param yPred probabilities `f32[batch,…,classes]`, taken as they are but for those below 10⁻⁷, which count as that; or
 *   logits.
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
  { fromLogits = false, checkBounds = true, ignoreClass }: CrossentropyOptions = {},
): Tensor {
  const classes = requireLabels(OPERATION, yTrue.spec, yPred.spec);
  requireFloat(yPred.spec);
  const labels = yTrue.astype("int32");
  const logProbabilities = fromLogits ? nn.logSoftmax(yPred) : np.log(np.maximum(yPred, EPSILON));
  // Chosen rather than multiplied by 0 and 1: the others may be infinite.
  const chosen = np.where(nn.oneHot(labels, classes, { dtype: "bool" }), logProbabilities, 0);
  const loss = np.negative(chosen.sum({ axis: -1 }));
  const inRange = np.logicalAnd(labels.greaterEqual(0), labels.less(classes));
  const checked = checkBounds ? np.where(inRange, loss, Number.NaN) : loss;
  return ignoreClass === undefined ? checked : np.where(labels.equal(ignoreClass), 0, checked);
}

/** Which labels stand for a class; `null` for all. */
export function labelsCounted(yTrue: Tensor, { ignoreClass }: CrossentropyOptions): Tensor | null {
  return ignoreClass === undefined ? null : yTrue.astype("int32").notEqual(ignoreClass);
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
export const SparseCategoricalCrossentropy: LossClass<CrossentropyOptions> = lossClass<CrossentropyOptions>(
  OPERATION,
  {
    options: ["fromLogits", "checkBounds", "ignoreClass"],
    perSample: sparseCategoricalCrossentropy,
    counted: labelsCounted,
    checkTargets,
    checkOptions: (options) => requireIgnoreClass(OPERATION, options),
  },
);

/** @throws ArgumentInvalidError for a label to ignore that is no number. */
export function requireIgnoreClass(operation: string, { ignoreClass = 0 }: CrossentropyOptions): void {
  requireNumber(operation, "ignoreClass", ignoreClass, "finite");
}

/** @throws LabelOutOfRangeError naming the first label that stands for no class, and where. */
function checkTargets(
  { data, spec }: HostTargets,
  yPred: TensorSpec,
  { checkBounds = true, ignoreClass }: CrossentropyOptions,
): void {
  const classes = requireLabels(OPERATION, spec, {
    ...yPred,
    // The predictions are of one batch, the targets of all.
    shape: [...spec.shape.slice(0, 1), ...yPred.shape.slice(1)],
  });
  if (!checkBounds) return;
  const position = data.findIndex((label) => label !== ignoreClass && (label < 0 || label >= classes));
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
