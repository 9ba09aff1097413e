import { evalShape, type Module, np, type Tensor, valueAndGrad } from "@elegy/autodiff";
import { applyUpdates, type GradientTransformation } from "@elegy/optimizers";
import type { Logs } from "../logs/cumulative.ts";
import type { States, UntypedFields } from "../states/states.ts";
import { type SummaryRow, summaryRows } from "../summary/summary-rows.ts";
import { LossMissingError, ModuleMissingError, OptimizerMissingError } from "./model-errors.ts";
import type { Objective } from "./objective.ts";
import { checked } from "./step-contract.ts";
import type {
  GradStep,
  PredInputs,
  PredStep,
  StepInputs,
  SummaryInputs,
  TestStep,
  TrainStep,
} from "./steps.ts";

// The default steps: `trainStep → gradStep → testStep → predStep`. States are untyped here, because a default
// step passes on fields it does not know.

type Inputs = StepInputs<UntypedFields, unknown, unknown>;

/** What the default steps need of a model: its parts, and its steps as they are overridden. */
export interface StepOwner {
  /** For messages: the name of the class. */
  readonly name: string;
  readonly module: Module | null;
  readonly objective: Objective | null;
  readonly optimizer: GradientTransformation | null;
  predStep(inputs: PredInputs<UntypedFields, unknown>): PredStep;
  testStep(inputs: Inputs): TestStep;
  gradStep(inputs: Inputs): GradStep;
}

/** Calls the module: `init` when initializing, else `apply`. */
export function defaultPredStep(
  { name, module }: StepOwner,
  { x, states, initializing, training }: PredInputs<UntypedFields, unknown>,
): PredStep {
  if (module === null) throw new ModuleMissingError(name);
  const args: readonly unknown[] = Array.isArray(x) ? x : [x];
  const [rng, next] = states.nextKey();
  const output = initializing
    ? module.init({ rng, args })
    : module.apply({ rng, args, params: next.netParams, states: next.netStates, training });
  return [output.preds, next.update({ netParams: output.params, netStates: output.states })];
}

/** Predicts, and compares with the targets. */
export function defaultTestStep(owner: StepOwner, inputs: Inputs): TestStep {
  const { name, objective } = owner;
  const { x, states, initializing, training } = inputs;
  const [yPred, next] = checked("predStep", owner.predStep({ x, states, initializing, training }), states);
  if (initializing) {
    // Making the parameters is no step of training: there is nothing to measure, nor to count.
    return [np.zeros([]), {}, next.update({ metricsStates: objective?.reset() ?? null })];
  }
  if (objective === null) throw new LossMissingError(name);
  // States that the user calls initialized may be parameters only.
  const before = next.metricsStates ?? objective.reset();
  const { loss, logs, metricsStates } = objective.evaluate({ ...inputs, yPred, states: next }, before);
  return [loss, logs, next.update({ metricsStates })];
}

/** Differentiates the loss of `testStep` by the parameters. */
export function defaultGradStep(owner: StepOwner, inputs: Inputs): GradStep {
  const { states } = inputs;
  const lossOf = (netParams: unknown): readonly [Tensor, { logs: Logs; next: States }] => {
    const result = owner.testStep({ ...inputs, states: states.update({ netParams }) });
    const [loss, logs, next] = checked("testStep", result, states);
    return [loss, { logs, next }];
  };
  const [[loss, { logs, next }], grads] = valueAndGrad(lossOf, { hasAux: true })(states.netParams);
  return [loss, logs, next, grads];
}

/** Makes the optimizer's states when initializing; else takes the gradient and lets the optimizer update. */
export function defaultTrainStep(owner: StepOwner, inputs: Inputs): TrainStep {
  const { name, optimizer } = owner;
  if (inputs.initializing) {
    const [, logs, states] = checked("testStep", owner.testStep(inputs), inputs.states);
    if (optimizer === null) return [logs, states];
    return [logs, states.update({ optimizerStates: optimizer.init(states.netParams) })];
  }
  if (optimizer === null) throw new OptimizerMissingError(name);
  const [, logs, states, grads] = checked("gradStep", owner.gradStep(inputs), inputs.states);
  const before = states.optimizerStates ?? optimizer.init(states.netParams);
  const [updates, optimizerStates] = optimizer.update(grads, before, states.netParams);
  return [logs, states.update({ netParams: applyUpdates(states.netParams, updates), optimizerStates })];
}

/** Describes inputs, parameters, states and outputs without computing them. */
export function defaultSummaryStep(
  owner: StepOwner,
  { x, states }: SummaryInputs<UntypedFields, unknown>,
): readonly SummaryRow[] {
  const initializing = (states.netParams ?? null) === null;
  const described = evalShape(
    (inputs: unknown, before: States) => {
      const result = owner.predStep({ x: inputs, states: before, initializing, training: true });
      const [yPred, after] = checked("predStep", result, before);
      return { yPred, netParams: after.netParams as unknown, netStates: after.netStates as unknown };
    },
    x,
    states,
  );
  return summaryRows({ x, ...described });
}
