import type { Tensor } from "@elegy/autodiff";
import type { LossInputs } from "../losses/loss.ts";
import { requireTensor } from "../losses/require-tensor.ts";
import { snakeCase } from "../losses/snake-case.ts";
import { at } from "../losses/target-path.ts";
import { weightsOf } from "../losses/weights.ts";
import { requireKnownOptions } from "../training/options.ts";
import type { Metric, MetricOptions } from "./metric.ts";

/**
 * A class of metrics: `new` takes the options of every metric and some of its own.
 *
 * @typeParam S the state.
 */
export type MetricClass<S, O = object> = new (options?: MetricOptions & O) => Metric<S>;

/** The same, of metrics that cannot do without options. */
export type MetricClassWith<S, O> = new (options: MetricOptions & O) => Metric<S>;

/** What a metric sees of a batch. */
export interface MetricBatch {
  readonly yTrue: Tensor;
  readonly yPred: Tensor;
  /**
   * The weight of each value, by its sample and its class: `f32[...values.shape]`; `null` if there are none.
   *
   * @param binary targets are 0 or 1 each. Default `false`.
   * @throws ShapeMismatchError, ArgumentInvalidError for weights that do not belong to the values.
   */
  weights(values: Tensor, options?: { binary?: boolean }): Tensor | null;
}

/** A metric but for its name and the choice of targets. */
export interface MetricBody<S> {
  reset(): S;
  update(state: S, batch: MetricBatch): S;
  compute(state: S): Tensor;
  merge?(a: S, b: S): S;
}

export interface MetricClassDefinition<S, O> {
  /** The options of its own. */
  readonly options?: readonly (keyof O & string)[];
  /** @throws ArgumentInvalidError for options out of their range. */
  readonly body: (options: Partial<O>) => MetricBody<S>;
}

/** The class of that name. */
export function metricClass<S, O = object>(
  operation: string,
  { options: own = [], body: bodyOf }: MetricClassDefinition<S, O>,
): MetricClass<S, Partial<O>> {
  // A computed key names the class.
  const classes = {
    [operation]: class implements Metric<S> {
      readonly name: string;
      readonly merge?: (a: S, b: S) => S;
      readonly #options: MetricOptions & Partial<O>;
      readonly #body: MetricBody<S>;

      constructor(options: MetricOptions & Partial<O> = {}) {
        requireKnownOptions(operation, options, ["on", "name", ...own]);
        this.name = options.name ?? snakeCase(operation);
        this.#options = options;
        this.#body = bodyOf(options);
        if (this.#body.merge) this.merge = this.#body.merge;
      }

      reset(): S {
        return this.#body.reset();
      }

      update(state: S, inputs: LossInputs<unknown>): S {
        return this.#body.update(state, metricBatch(operation, inputs, this.#options));
      }

      compute(state: S): Tensor {
        return this.#body.compute(state);
      }
    },
  };
  return classes[operation]!;
}

/** @throws ArgumentInvalidError where `on` leads nowhere, or there is no single tensor. */
export function metricBatch(
  operation: string,
  inputs: LossInputs<unknown>,
  { on }: MetricOptions,
): MetricBatch {
  const yTrue = requireTensor(operation, "yTrue", at(operation, "yTrue", inputs.yTrue, on));
  const yPred = requireTensor(operation, "yPred", at(operation, "yPred", inputs.yPred, on));
  return {
    yTrue,
    yPred,
    weights: (values, options) => weightsOf(operation, values, yTrue, inputs, options),
  };
}
