import { type Module, type ModuleOutput, type Tensor, valueAndGrad } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { applyUpdates, type GradientTransformation } from "@elegy/optimizers";
import { addSummary } from "../hooks/add-summary.ts";
import { areHooksActive, isSummarizing, withHooks } from "../hooks/hook-context.ts";
import { cumulative, type Logs } from "../logs/cumulative.ts";
import { uniqueName } from "../losses/named.ts";
import type { States, UntypedFields } from "../states/states.ts";
import { averagesAfter, firstAverages } from "./averages.ts";
import type { FrozenParameters, TrainedPart } from "./frozen-parameters.ts";
import { LossMissingError, ModuleMissingError, OptimizerMissingError } from "./model-errors.ts";
import type { Objective } from "./objective.ts";
import { checked } from "./step-contract.ts";
import type { GradStep, PredInputs, PredStep, StepInputs, TestStep, TrainStep } from "./steps.ts";

// The default steps: `trainStep → gradStep → testStep → predStep`. States are untyped here, because a default
// step passes on fields it does not know.

type Inputs = StepInputs<UntypedFields, unknown, unknown>;

/** What the default steps need of a model: its parts, and its steps as they are overridden. */
export interface StepOwner {
  /** For messages: the name of the class. */
  readonly name: string;
  readonly module: Module | null;
  /** Whether there is a `predStep`: that of a module, or one that is overridden. */
  predicts(): boolean;
  readonly objective: Objective;
  readonly optimizer: GradientTransformation | null;
  readonly frozen: FrozenParameters | null;
  readonly averageParams: GradientTransformation | null;
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
  const call = (): ModuleOutput => {
    const { netParams: params, netStates: kept } = next;
    if (isSummarizing() && module.summary) {
      const description = module.summary({ rng, args, params, states: kept, training, initializing });
      for (const { path, output, type } of description.layers) addSummary(path, output, { type });
      return description;
    }
    return initializing
      ? module.init({ rng, args })
      : module.apply({ rng, args, params, states: kept, training });
  };
  // Where nobody listens, a hook that could not be heard is an error all the same.
  const output = areHooksActive() ? call() : withHooks(call)[0];
  const own = { netParams: output.params, netStates: output.states };
  // Parameters that the user gave win over fresh ones, also with whoever looks at them here.
  return [output.preds, initializing ? next.maybeUpdate(own) : next.update(own)];
}

/** Predicts, and compares with the targets. */
export function defaultTestStep(owner: StepOwner, inputs: Inputs): TestStep {
  const { name, objective } = owner;
  const { x, states, initializing, training } = inputs;
  const [result] = withHooks((hooked): TestStep => {
    const predicted = owner.predStep({ x, states, initializing, training });
    const [yPred, next] = checked("predStep", predicted, states, initializing);
    if (initializing) {
      // Making the parameters is no step of training: there is nothing to measure, nor to count.
      return [np.zeros([]), {}, next.update({ metricsStates: objective.reset() })];
    }
    if (!objective.hasLosses && Object.keys(hooked().losses).length === 0) throw new LossMissingError(name);
    // States that the user calls initialized may be parameters only.
    const before = next.metricsStates ?? objective.reset();
    const { loss, logs, metricsStates } = objective.evaluate(
      { ...inputs, yPred, states: next },
      before,
      hooked,
    );
    return [loss, logs, next.update({ metricsStates })];
  });
  return result;
}

/** Differentiates the loss of `testStep` by the parameters that are trained; the others have the gradient `null`. */
export function defaultGradStep(owner: StepOwner, inputs: Inputs): GradStep {
  const { states } = inputs;
  const { trained, joined } = trainedPart(owner, states.netParams);
  const lossOf = (part: unknown): readonly [Tensor, { logs: Logs; next: States }] => {
    const result = owner.testStep({ ...inputs, states: states.update({ netParams: joined(part) }) });
    const [loss, logs, next] = checked("testStep", result, states);
    return [loss, { logs, next }];
  };
  const [[loss, { logs, next }], grads] = valueAndGrad(lossOf, { hasAux: true })(trained);
  return [loss, logs, next, grads];
}

/** Makes the optimizer's states when initializing; else takes the gradient and lets the optimizer update. */
export function defaultTrainStep(owner: StepOwner, inputs: Inputs): TrainStep {
  const { name, optimizer, averageParams } = owner;
  if (inputs.initializing) {
    const [, logs, states] = checked("testStep", owner.testStep(inputs), inputs.states, true);
    const { trained } = trainedPart(owner, states.netParams);
    return [
      logs,
      states.update({
        ...(optimizer && { optimizerStates: optimizer.init(trained) }),
        ...(averageParams && { averages: firstAverages(averageParams, states.netParams) }),
      }),
    ];
  }
  if (optimizer === null) throw new OptimizerMissingError(name);
  const [, logs, states, grads] = checked("gradStep", owner.gradStep(inputs), inputs.states);
  const { trained, joined, of } = trainedPart(owner, states.netParams);
  const before = states.optimizerStates ?? optimizer.init(trained);
  const [updates, optimizerStates] = optimizer.update(of(grads), before, trained);
  const netParams = joined(applyUpdates(trained, updates));
  return [
    // The rate of this update, as the optimizer's states say it: a program that is compiled once cannot remember another.
    { ...logs, ...learningRateLog(optimizer, before, logs) },
    states.update({
      netParams,
      optimizerStates,
      ...(averageParams && { averages: averagesAfter(averageParams, states, netParams) }),
    }),
  ];
}

function learningRateLog(optimizer: GradientTransformation, before: unknown, logs: Logs): Logs {
  const rate = optimizer.learningRate?.(before);
  return rate === undefined ? {} : { [uniqueName("lr", new Set(Object.keys(logs)))]: cumulative(rate) };
}

/** What the optimizer sees of a tree like the parameters. */
function trainedPart({ frozen }: StepOwner, params: unknown): TrainedPart {
  return frozen?.split(params) ?? { trained: params, of: (other) => other, joined: (trained) => trained };
}
