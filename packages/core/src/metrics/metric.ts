import type { Tensor } from "@elegy/autodiff";
import type { LossInputs } from "../losses/loss.ts";
import type { TargetPath } from "../losses/target-path.ts";

/** What every metric can be told. */
export interface MetricOptions {
  /** Which of several targets and predictions the metric is about: a key, an index, or a path of them. */
  readonly on?: TargetPath;
  /** In the logs. Default: the name of the class in snake_case. */
  readonly name?: string;
}

/**
 * A value over all samples so far. Pure: the state is a tree of tensors, sums and counts, whose structure, shapes
 * and dtypes never change.
 *
 * @typeParam S the state.
 */
export interface Metric<S = unknown> {
  /** In the logs. */
  readonly name: string;
  /** The state of no samples. */
  reset(): S;
  /** The state with one more batch. */
  update(state: S, inputs: LossInputs<unknown>): S;
  /** The value, `f32[]`. */
  compute(state: S): Tensor;
  /** The state of the samples of both. Left out where states are merged by adding them. */
  merge?(a: S, b: S): S;
}

/** A metric as a function of one batch: a scalar, or one value per sample. */
export type MetricFunction<T = Tensor> = (inputs: LossInputs<T>) => Tensor;

export function isMetric(value: unknown): value is Metric {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    "reset" in value &&
    typeof value.reset === "function" &&
    "update" in value &&
    typeof value.update === "function" &&
    "compute" in value &&
    typeof value.compute === "function"
  );
}
