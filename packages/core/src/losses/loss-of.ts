import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import type { Loss, LossInputs, LossResult } from "./loss.ts";
import { mapResult } from "./map-result.ts";
import { reduce, type Reduction, requireReduction } from "./reduction.ts";
import { requireNumber } from "./require-number.ts";
import { requireTensor } from "./require-tensor.ts";
import { snakeCase } from "./snake-case.ts";
import { at, type TargetPath } from "./target-path.ts";
import { weightsOf } from "./weights.ts";

/** What every loss can be told. */
export interface LossOptions {
  /** Default `sumOverBatchSize`. A loss that is not reduced is trained with by its mean. */
  readonly reduction?: Reduction;
  /** A factor of the result. Default 1. */
  readonly weight?: number;
  /** Which of several targets and predictions the loss is about: a key, an index, or a path of them. */
  readonly on?: TargetPath;
  /** In the logs. Default: the name of the class in snake_case. */
  readonly name?: string;
}

export interface LossDefinition<R extends LossResult = Tensor> {
  /** The name of the class, for messages. */
  readonly operation: string;
  /** The name in the logs if the user gives none. Default: `operation` in snake_case. */
  readonly name?: string;
  readonly options: LossOptions;
  /** One value per sample of targets and predictions, or several of these by name. */
  readonly perSample: (yTrue: Tensor, yPred: Tensor) => R;
  /** Which samples count, `bool[batch,…]`. Default: all. */
  readonly counted?: (yTrue: Tensor) => Tensor | null;
  /** Targets are 0 or 1 each: class weights are for these two. Default `false`. */
  readonly binary?: boolean;
  /** How many axes targets and predictions have at least: 2 for a formula over the last of them. Default 0. */
  readonly leastAxes?: number;
}

/**
 * A loss made of a formula per sample: chooses targets and predictions, weighs samples and classes, reduces.
 *
 * @throws ArgumentInvalidError for an unknown reduction or a weight that is not finite.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = losses.lossOf({
 *   operation: "Distance",
 *   options: { weight: 2 },
 *   perSample: (yTrue, yPred) => np.linalg.norm(yPred.sub(yTrue), { axis: -1 }),
 * });
 * await loss.call({ yTrue: np.zeros([1, 2]), yPred: np.array([[3, 4]]) }).item(); // => 10
 * ```
 */
export function lossOf<R extends LossResult = Tensor>(definition: LossDefinition<R>): Loss<R> {
  const { operation, name = snakeCase(operation), options, perSample, counted, binary = false } = definition;
  const { reduction = "sumOverBatchSize", weight = 1, on } = options;
  requireReduction(operation, reduction);
  requireNumber(operation, "weight", weight, "finite");
  return {
    name: options.name ?? name,
    on,
    call(inputs: LossInputs<unknown>) {
      const yTrue = requireTensor(operation, "yTrue", at(operation, "yTrue", inputs.yTrue, on));
      const yPred = requireTensor(operation, "yPred", at(operation, "yPred", inputs.yPred, on));
      requireAxes(operation, yPred, definition.leastAxes ?? 0);
      const mask = counted?.(yTrue) ?? null;
      return mapResult(perSample(yTrue, yPred), (values) => {
        const weights = weightsOf(operation, values, yTrue, inputs, { binary });
        const reduced = reduce({ values, weights, counted: mask }, reduction);
        return weight === 1 ? reduced : reduced.mul(weight);
      });
    },
  };
}

/** @throws ShapeMismatchError for a vector where there is to be one for each sample. */
export function requireAxes(operation: string, yPred: Tensor, least: number): void {
  if (yPred.ndim >= least) return;
  throw new ShapeMismatchError({
    operation,
    problem: "there is no axis beside that of the samples",
    expected: "yTrue and yPred f32[batch,…,k]",
    received: formatSpec(yPred.spec),
    hint: "For one number per sample, choose a loss or metric of numbers, such as BinaryCrossentropy.",
  });
}
