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

/** The one contract between a model and a module framework. */
export interface Module {
  init(call: ModuleInit): ModuleOutput;
  apply(call: ModuleApply): ModuleOutput;
}

/** What carries a module. */
export interface ModuleCarrier {
  readonly [moduleSymbol]: Module;
}
