import type { Tensor } from "@elegy/autodiff";
import type { Logs } from "../logs/cumulative.ts";
import type { States, UntypedFields } from "../states/states.ts";

/** What `predStep` may ask for. */
export interface PredInputs<F extends object = UntypedFields, X = Tensor> {
  /** A tensor, or a tree of them as it was given to `fit`: `f32[batch, …]`. */
  readonly x: X;
  readonly states: States<F>;
  /** `true` once, to make the parameters. */
  readonly initializing: boolean;
  /** `true` in `fit`, `false` in `evaluate` and `predict`. */
  readonly training: boolean;
}

/** What `testStep`, `gradStep` and `trainStep` may ask for. */
export interface StepInputs<F extends object = UntypedFields, X = Tensor, Y = Tensor> extends PredInputs<
  F,
  X
> {
  readonly yTrue: Y;
  /** `f32[batch]`, or `null`. */
  readonly sampleWeight: Tensor | null;
  /** `f32[classes]`, or `null`. */
  readonly classWeight: Tensor | null;
}

/** What `initStep` may ask for. */
export type InitInputs<F extends object = UntypedFields, X = Tensor, Y = Tensor> = Omit<
  StepInputs<F, X, Y>,
  "initializing" | "training"
>;

export type PredStep<F extends object = UntypedFields> = readonly [yPred: unknown, states: States<F>];

/** `loss` is the scalar that is differentiated; `logs` are what is shown. */
export type TestStep<F extends object = UntypedFields> = readonly [
  loss: Tensor,
  logs: Logs,
  states: States<F>,
];

export type GradStep<F extends object = UntypedFields> = readonly [
  loss: Tensor,
  logs: Logs,
  states: States<F>,
  grads: unknown,
];

export type TrainStep<F extends object = UntypedFields> = readonly [logs: Logs, states: States<F>];

/** What `summaryStep` may ask for. */
export interface SummaryInputs<F extends object = UntypedFields, X = Tensor> {
  readonly x: X;
  readonly states: States<F>;
}
