import type { Tensor } from "@elegy/autodiff";
import type { Logs } from "../logs/cumulative.ts";
import type { FieldsOf, States, UntypedFields } from "../states/states.ts";

/**
 * What `predStep` may ask for.
 *
 * @typeParam S the fields of the states that the model sets itself, as in `Model<S>`.
 */
export interface PredInputs<S extends object = UntypedFields, X = Tensor> {
  /** A tensor, or a tree of them as it was given to `fit`: `f32[batch, …]`. */
  readonly x: X;
  readonly states: States<FieldsOf<S>>;
  /** `true` once, to make the parameters. */
  readonly initializing: boolean;
  /** `true` in `fit`, `false` in `evaluate` and `predict`. */
  readonly training: boolean;
}

/** What `testStep`, `gradStep` and `trainStep` may ask for. */
export interface StepInputs<S extends object = UntypedFields, X = Tensor, Y = Tensor> extends PredInputs<
  S,
  X
> {
  readonly yTrue: Y;
  /** `f32[batch]`, or `null`. */
  readonly sampleWeight: Tensor | null;
  /** `f32[classes]`, or `null`. */
  readonly classWeight: Tensor | null;
}

/** What `initStep` may ask for. */
export type InitInputs<S extends object = UntypedFields, X = Tensor, Y = Tensor> = Omit<
  StepInputs<S, X, Y>,
  "initializing" | "training"
>;

export type PredStep<S extends object = UntypedFields> = readonly [
  yPred: unknown,
  states: States<FieldsOf<S>>,
];

/** `loss` is the scalar that is differentiated; `logs` are what is shown. */
export type TestStep<S extends object = UntypedFields> = readonly [
  loss: Tensor,
  logs: Logs,
  states: States<FieldsOf<S>>,
];

export type GradStep<S extends object = UntypedFields> = readonly [
  loss: Tensor,
  logs: Logs,
  states: States<FieldsOf<S>>,
  grads: unknown,
];

export type TrainStep<S extends object = UntypedFields> = readonly [logs: Logs, states: States<FieldsOf<S>>];

/** What `summaryStep` may ask for. */
export interface SummaryInputs<S extends object = UntypedFields, X = Tensor> {
  readonly x: X;
  readonly states: States<FieldsOf<S>>;
}
