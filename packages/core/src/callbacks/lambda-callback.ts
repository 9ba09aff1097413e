import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Callback } from "../training/callback.ts";
import { requireKnownOptions } from "../training/options.ts";

const HOOKS: Readonly<Record<keyof Callback, true>> = {
  name: true,
  setModel: true,
  resume: true,
  onTrainBegin: true,
  onTrainEnd: true,
  onEpochBegin: true,
  onEpochEnd: true,
  onTrainBatchBegin: true,
  onTrainBatchEnd: true,
  onTestBegin: true,
  onTestEnd: true,
  onTestBatchBegin: true,
  onTestBatchEnd: true,
  onPredictBegin: true,
  onPredictEnd: true,
  onPredictBatchBegin: true,
  onPredictBatchEnd: true,
  memory: true,
  remember: true,
};

class CallbackOfFunctions implements Callback {
  readonly name: string = "LambdaCallback";

  constructor(hooks: Callback) {
    requireKnownOptions("LambdaCallback", hooks, Object.keys(HOOKS));
    for (const [hook, f] of Object.entries(hooks)) {
      if (typeof f === (hook === "name" ? "string" : "function") || f === undefined) continue;
      throw new ArgumentInvalidError({
        operation: "LambdaCallback",
        problem: `the hook \`${hook}\` is no function`,
        expected: "a function",
        received: f === null ? "null" : typeof f,
      });
    }
    Object.assign(this, hooks);
  }
}

/**
 * A callback of plain functions. An object of them is a callback, too; this one refuses a hook that there is not,
 * which would never be called.
 *
 * @throws ArgumentInvalidError for a name that is no hook, or a hook that is no function.
 * @example
 * ```ts
 * const seen = [];
 * const noting = new callbacks.LambdaCallback({ onEpochEnd: (epoch, { loss }) => seen.push([epoch, loss]) });
 * noting.onEpochEnd?.(0, { loss: 0.5 });
 * seen; // => [[0,0.5]]
 * ```
 */
export const LambdaCallback: new (hooks: Callback) => Callback = CallbackOfFunctions;
