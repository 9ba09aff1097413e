import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { LossInputs } from "../losses/loss.ts";
import { requireAxes } from "../losses/loss-of.ts";
import { snakeCase } from "../losses/snake-case.ts";
import { Mean, type MeanState } from "./mean.ts";
import type { Metric, MetricOptions } from "./metric.ts";
import {
  metricBatch,
  type MetricBatch,
  type MetricBody,
  type MetricClass,
  metricClass,
} from "./metric-class.ts";

/** What is averaged. */
interface MeanFormula {
  /** One value per sample of targets and predictions. */
  readonly perSample: (yTrue: Tensor, yPred: Tensor) => Tensor;
  /** Which samples count, `bool[batch,…]`. Default: all. */
  readonly counted?: (yTrue: Tensor) => Tensor | null;
  /** Targets are 0 or 1 each: class weights are for these two. Default `false`. */
  readonly binary?: boolean;
  /** How many axes targets and predictions have at least: 2 for a formula over the last of them. Default 0. */
  readonly leastAxes?: number;
  /** What is made of the mean in the end. Default: the mean itself. */
  readonly finish?: (mean: Tensor) => Tensor;
}

export interface MeanMetricDefinition extends MeanFormula {
  /** The name of the class, for messages. */
  readonly operation: string;
  /** The name in the logs if the user gives none. Default: `operation` in snake_case. */
  readonly name?: string;
  readonly options: MetricOptions;
}

/**
 * A metric that is the mean of a formula per sample, weighted by samples and classes.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const distance = metrics.meanMetric({
 *   operation: "Distance",
 *   options: {},
 *   perSample: (yTrue, yPred) => np.abs(yTrue.sub(yPred)),
 * });
 * const inputs = { yTrue: np.array([1, 2]), yPred: np.array([2, 4]) };
 * await distance.compute(distance.update(distance.reset(), inputs)).item(); // => 1.5
 * ```
 */
export function meanMetric(definition: MeanMetricDefinition): Metric<MeanState> {
  const { operation, options, name = snakeCase(operation) } = definition;
  const { update, ...body } = meanBody(operation, definition);
  return {
    name: options.name ?? name,
    ...body,
    update: (state, inputs: LossInputs<unknown>) => update(state, metricBatch(operation, inputs, options)),
  };
}

/** Names of options, and what they are the options of. */
export interface MeanMetricClassDefinition<O> extends Pick<MeanFormula, "binary" | "leastAxes" | "finish"> {
  readonly options?: readonly (keyof O & string)[];
  readonly perSample: (yTrue: Tensor, yPred: Tensor, options: Partial<O>) => Tensor;
  readonly counted?: (yTrue: Tensor, options: Partial<O>) => Tensor | null;
  /** @throws ArgumentInvalidError for options out of their range. */
  readonly checkOptions?: (options: Partial<O>) => void;
}

/** A class of such metrics. */
export function meanMetricClass<O = object>(
  operation: string,
  { options: own = [], perSample, counted, checkOptions, ...formula }: MeanMetricClassDefinition<O>,
): MetricClass<MeanState, Partial<O>> {
  return metricClass<MeanState, O>(operation, {
    options: own,
    body(options) {
      checkOptions?.(options);
      return meanBody(operation, {
        ...formula,
        perSample: (yTrue, yPred) => perSample(yTrue, yPred, options),
        counted: (yTrue) => counted?.(yTrue, options) ?? null,
      });
    },
  });
}

function meanBody(
  operation: string,
  { perSample, counted, binary = false, leastAxes = 0, finish }: MeanFormula,
): MetricBody<MeanState> {
  const mean = new Mean();
  return {
    reset: () => mean.reset(),
    update(state: MeanState, batch: MetricBatch) {
      const { yTrue, yPred } = batch;
      requireAxes(operation, yPred, leastAxes);
      const values = perSample(yTrue, yPred).astype("float32");
      const weights = batch.weights(values, { binary });
      const mask = counted?.(yTrue);
      return mean.update(state, values, mask ? np.where(mask, weights ?? 1, 0) : weights);
    },
    compute: (state: MeanState) => (finish ? finish(mean.compute(state)) : mean.compute(state)),
  };
}
