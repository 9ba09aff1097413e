import type { Tensor } from "@elegy/autodiff";
import type { LossInputs } from "../losses/loss.ts";
import { requireTensor } from "../losses/require-tensor.ts";
import { at } from "../losses/target-path.ts";
import { weightsOf } from "../losses/weights.ts";
import { Mean, type MeanState } from "./mean.ts";
import type { Metric, MetricOptions } from "./metric.ts";

export interface MeanMetricDefinition {
  /** The name of the class, for messages. */
  readonly operation: string;
  /** The name in the logs if the user gives none. */
  readonly name: string;
  readonly options: MetricOptions;
  /** One value per sample of targets and predictions. */
  readonly perSample: (yTrue: Tensor, yPred: Tensor) => Tensor;
}

/** A metric that is the mean of a formula per sample, weighted by samples and classes. */
export function meanMetric({ operation, name, options, perSample }: MeanMetricDefinition): Metric<MeanState> {
  const mean = new Mean();
  return {
    name: options.name ?? name,
    reset: () => mean.reset(),
    update(state, inputs: LossInputs<unknown>) {
      const yTrue = requireTensor(operation, "yTrue", at(operation, "yTrue", inputs.yTrue, options.on));
      const yPred = requireTensor(operation, "yPred", at(operation, "yPred", inputs.yPred, options.on));
      const values = perSample(yTrue, yPred).astype("float32");
      return mean.update(state, values, weightsOf(operation, values, yTrue, inputs));
    },
    compute: (state) => mean.compute(state),
  };
}
