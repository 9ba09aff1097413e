import type { Tensor } from "../tensor/tensor.ts";

/** Where a value keeps the module that adapts it. */
export const moduleSymbol: unique symbol = Symbol.for("@elegy/module");

/** What a module gives: predictions, and the parameters and states to keep. */
export interface ModuleOutput {
  readonly preds: unknown;
  readonly params: unknown;
  readonly states: unknown;
}

export interface ModuleInit {
  /** `u32[2]`. */
  readonly rng: Tensor;
  /** `x` spread: the elements of a list, else one argument. */
  readonly args: readonly unknown[];
}

export interface ModuleApply extends ModuleInit {
  readonly params: unknown;
  readonly states: unknown;
  readonly training: boolean;
}

/** What a module is asked to describe. */
export interface ModuleSummary extends ModuleApply {
  /** There are no parameters yet: `params` and `states` are `null`. */
  readonly initializing: boolean;
}

/** A layer, as a module or a hook describes it. */
export interface SummaryLayer {
  /** Where the layer's parameters and states stand: `encoder.linear`; empty for the module itself. */
  readonly path: string;
  /** What the layer is: `Linear`. */
  readonly type?: string;
  /** What it gives: a tree of tensors. */
  readonly output: unknown;
}

/** What a module would do, with a description of its layers. */
export interface ModuleDescription extends ModuleOutput {
  /** In the order they run. Parameters and states are counted to the layer whose path they stand under. */
  readonly layers: readonly SummaryLayer[];
}

/** The one contract between a model and a module framework. */
export interface Module {
  init(call: ModuleInit): ModuleOutput;
  apply(call: ModuleApply): ModuleOutput;
  /**
   * As `init` or `apply`, and says which layers there are: for `model.summary`. It runs under `evalShape`, where
   * tensors have shapes and dtypes but no values. A module without it is described by what `hooks.addSummary` is given.
   */
  summary?(call: ModuleSummary): ModuleDescription;
}

/** What carries a module. */
export interface ModuleCarrier {
  readonly [moduleSymbol]: Module;
}
