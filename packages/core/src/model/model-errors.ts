import { ElegyError } from "@elegy/autodiff";
import type { TensorLoss } from "@elegy/autodiff/spi";

/** The default `predStep` has nothing to call. */
export class ModuleMissingError extends ElegyError {
  constructor(model: string) {
    super("ELEGY_MODULE_MISSING", {
      operation: "predStep",
      problem: `${model} has no \`module\`, and does not override \`predStep\``,
      expected: "new Model({ module }), or a class with its own predStep",
      received: "neither",
      hint: "`predict` calls predStep; a class that overrides only `testStep` can still `fit` and `evaluate`.",
    });
  }
}

/** The default `testStep` has nothing to minimize. */
export class LossMissingError extends ElegyError {
  constructor(model: string) {
    super("ELEGY_LOSS_MISSING", {
      operation: "testStep",
      problem: `${model} has no \`loss\`, and does not override \`testStep\``,
      expected: "new Model({ loss }), or a class with its own testStep",
      received: "neither",
    });
  }
}

/** Training without an optimizer. */
export class OptimizerMissingError extends ElegyError {
  constructor(model: string) {
    super("ELEGY_OPTIMIZER_MISSING", {
      operation: "trainStep",
      problem: `${model} has no \`optimizer\`, and does not override \`trainStep\``,
      expected: "new Model({ optimizer: optimizers.adam(1e-3) }), or a class with its own trainStep",
      received: "neither",
    });
  }
}

/** A method that needs parameters was called before there were any. */
export class ModelUninitializedError extends ElegyError {
  constructor(operation: string) {
    super("ELEGY_MODEL_UNINITIALIZED", {
      operation,
      problem: "the model has no parameters yet",
      expected: "an initialized model",
      received: "a new one",
      hint: "Call `await model.init({ x, y })` or `fit` first, or construct it with `states` and `initialized: true`.",
    });
  }
}

/** A step took the states and returned no others: it failed on the device, or on the way back. */
export class StatesLostError extends ElegyError {
  constructor(operation: string, path: string, { problem, cause }: TensorLoss) {
    super("ELEGY_STATES_LOST", {
      operation,
      problem: "the states of the model are lost",
      expected: "those that the last step returned",
      received: `\`${path}\`, of which ${problem}`,
      hint: "Go back to the first states by model.reset(), or to saved ones by `await model.load(path)`.",
      ...(cause !== null && { cause }),
    });
  }
}

/** A step returned something else than its contract. */
export class StepResultInvalidError extends ElegyError {
  constructor(step: string, problem: string, expected: string, received: string, hint?: string) {
    super("ELEGY_STEP_RESULT_INVALID", {
      operation: step,
      problem,
      expected,
      received,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
