import { ElegyError } from "@elegy/autodiff";
import type { CallbackModel } from "../training/callback.ts";

/** The learning rate is not for a callback to set. */
export class LearningRateFixedError extends ElegyError {
  constructor(operation: string, problem: string, hint: string) {
    super("ELEGY_LEARNING_RATE_FIXED", {
      operation,
      problem,
      expected: "an optimizer whose rate can be set",
      hint,
    });
  }
}

/**
 * The learning rate of the next update.
 *
 * @throws LearningRateFixedError without an optimizer that has one.
 */
export async function readLearningRate(operation: string, model: CallbackModel): Promise<number> {
  const rate = await learningRateOf(model);
  if (rate !== null) return rate;
  throw new LearningRateFixedError(
    operation,
    model.optimizer === null ? "the model has no optimizer" : "the optimizer has no learning rate",
    "Use one that has: optimizers.adam(1e-3).",
  );
}

/** The learning rate of the next update; `null` where there is none. */
export async function learningRateOf({ optimizer, states }: CallbackModel): Promise<number | null> {
  // Not to be freed: it may be a tensor of the states.
  return (await optimizer?.learningRate?.(states["optimizerStates"]).item()) ?? null;
}

/**
 * Sets the learning rate from the next update on.
 *
 * @throws LearningRateFixedError where a schedule decides.
 */
export function writeLearningRate(operation: string, model: CallbackModel, rate: number): void {
  const { optimizer, states } = model;
  const optimizerStates: unknown = optimizer?.withLearningRate?.(states["optimizerStates"], rate);
  if (optimizerStates === undefined) {
    throw new LearningRateFixedError(
      operation,
      "the learning rate of the optimizer cannot be set",
      "It is given as a schedule, which decides alone: give the optimizer a number, as in optimizers.adam(1e-3).",
    );
  }
  model.states = states.update({ optimizerStates });
}
