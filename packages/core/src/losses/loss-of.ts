import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import type { Loss, LossInputs } from "./loss.ts";
import { reduce, type Reduction, requireReduction } from "./reduction.ts";
import { requireTensor } from "./require-tensor.ts";
import { at, type TargetPath } from "./target-path.ts";
import { weightsOf } from "./weights.ts";

/** What every loss can be told. */
export interface LossOptions {
  /** Default `sumOverBatchSize`. */
  readonly reduction?: Reduction;
  /** A factor of the result. Default 1. */
  readonly weight?: number;
  /** Which of several targets and predictions the loss is about: a key, an index, or a path of them. */
  readonly on?: TargetPath;
  /** In the logs. Default: the name of the class in snake_case. */
  readonly name?: string;
}

export interface LossDefinition {
  /** The name of the class, for messages. */
  readonly operation: string;
  /** The name in the logs if the user gives none. */
  readonly name: string;
  readonly options: LossOptions;
  /** One value per sample of targets and predictions. */
  readonly perSample: (yTrue: Tensor, yPred: Tensor) => Tensor;
}

/**
 * A loss made of a formula per sample: chooses targets and predictions, weighs samples and classes, reduces.
 *
 * @throws ArgumentInvalidError for an unknown reduction or a weight that is not finite.
 */
export function lossOf({ operation, name, options, perSample }: LossDefinition): Loss {
  const { reduction = "sumOverBatchSize", weight = 1, on } = options;
  requireReduction(operation, reduction);
  requireWeight(operation, weight);
  return {
    name: options.name ?? name,
    on,
    call(inputs: LossInputs<unknown>) {
      const yTrue = requireTensor(operation, "yTrue", at(operation, "yTrue", inputs.yTrue, on));
      const yPred = requireTensor(operation, "yPred", at(operation, "yPred", inputs.yPred, on));
      const values = perSample(yTrue, yPred);
      const weights = weightsOf(operation, values, yTrue, inputs);
      const reduced = reduce(weights ? values.mul(weights) : values, reduction);
      return weight === 1 ? reduced : reduced.mul(weight);
    },
  };
}

function requireWeight(operation: string, weight: number): void {
  if (Number.isFinite(weight)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "`weight` is not a finite number",
    expected: "a finite number",
    received: String(weight),
  });
}
