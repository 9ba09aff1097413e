import type { ModuleCarrier } from "@elegy/autodiff";
import type { GradientTransformation } from "@elegy/optimizers";
import type { DataArguments } from "../data/samples.ts";
import type { LossStructure } from "../losses/collect-losses.ts";
import type { MetricStructure } from "../metrics/collect-metrics.ts";
import type { ModuleFunction } from "../modules/function-module.ts";
import type { Frozen } from "./frozen-parameters.ts";
import type { BatchArguments } from "./runtime.ts";

/** What a model is made of; all of it optional where steps are overridden. */
export interface ModelOptions {
  /** A plain function, or anything with `Symbol.for("@elegy/module")`. */
  readonly module?: ModuleFunction | ModuleCarrier;
  /** A loss, a function, or a nested list or object of them. */
  readonly loss?: LossStructure;
  readonly metrics?: MetricStructure;
  readonly optimizer?: GradientTransformation;
  /**
   * Parameters that stay as they are: the default `gradStep` does not differentiate them, and the default `trainStep` does
   * not show them to the optimizer. Paths with all below them (`"encoder"`), patterns, a predicate of path and spec, or a
   * tree of `true` and `false`.
   */
  readonly frozen?: Frozen;
  /**
   * Averages the parameters over the steps of training, such as an exponential moving average: applied to the parameters
   * after each update. `evaluate` and `predict` use the averages, which `states.averages` holds.
   */
  readonly averageParams?: GradientTransformation;
  /** Of parameters, dropout and the order of samples: equal seeds give equal runs. Default 42. */
  readonly seed?: number;
  /** Fields that win over freshly initialized ones, such as pretrained parameters. */
  readonly states?: object;
  /** The given `states` are complete: nothing is to be initialized. */
  readonly initialized?: boolean;
  /** Run steps without compiling them, so that a debugger sees values. */
  readonly runEagerly?: boolean;
}

/** What `summary` is given. */
export interface SummaryOptions extends Pick<DataArguments, "x"> {
  /** How many keys deep layers and parameters have a row; what is deeper is counted to it. Default 2. */
  readonly depth?: number;
  /** Print the table. Default `true`. */
  readonly print?: boolean;
}

/** What `init` is given. */
export interface InitOptions extends BatchArguments {
  /** How many samples the parameters are made from. Default 32. */
  readonly batchSize?: number;
}

/** The options of a model there are. */
export const MODEL_OPTIONS: Readonly<Record<keyof ModelOptions, true>> = {
  module: true,
  loss: true,
  metrics: true,
  optimizer: true,
  frozen: true,
  averageParams: true,
  seed: true,
  states: true,
  initialized: true,
  runEagerly: true,
};
