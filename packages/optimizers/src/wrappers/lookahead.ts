import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { flag, hyperparameter, number, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { describe, ranges } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { zeroCount } from "../trees/step-count.ts";
import { learningRateWithin } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";

/** Parameters in two versions: predictions and gradients are made with the fast ones. */
export interface LookaheadParams<P = unknown> {
  readonly fast: P;
  readonly slow: P;
}

export interface LookaheadOptions {
  /** How many fast steps make a slow one. */
  readonly syncPeriod: number;
  /** How far the slow parameters follow, in [0, 1]. */
  readonly slowStepSize: Hyperparameter;
  /** Begin anew with the state of the fast optimizer after each slow step. Default `false`. */
  readonly resetState?: boolean;
}

export interface LookaheadState {
  /** The state of the fast optimizer. */
  readonly fastState: unknown;
  /** Fast steps since the last slow one, `i32[]`. */
  readonly stepsSinceSync: Tensor;
}

const OPTIONS: OptionSpecs<LookaheadOptions> = {
  syncPeriod: number(1, ranges.count),
  slowStepSize: hyperparameter(1, ranges.fraction),
  resetState: flag(false),
};

/**
 * Both versions of parameters, equal at first.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { lookaheadParams } from "@elegy/optimizers";
 *
 * await lookaheadParams(np.ones([2])).slow.array(); // => [1,1]
 * ```
 */
export function lookaheadParams<P>(params: P): LookaheadParams<P> {
  // Tensors of its own: a step that is donated both must not be given one twice.
  return { fast: params, slow: mapTensors((p) => lax.copy(p), params) };
}

/**
 * An optimizer of fast parameters, which slow ones follow every `syncPeriod` steps, and from which the fast ones then go on
 * (Zhang et al., 2019). Parameters and gradients are trees `{ fast, slow }`; the gradients of `slow` are not looked at, and are
 * zeros if predictions are made with `fast`.
 *
 * @throws ArgumentInvalidError for options out of their ranges, or other trees.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, lookahead, lookaheadParams, sgd } from "@elegy/optimizers";
 *
 * const optimizer = lookahead(sgd(1), { syncPeriod: 1, slowStepSize: 0.5 });
 * const params = lookaheadParams(np.array([1.5]));
 * const grads = { fast: np.ones([1]), slow: np.zeros([1]) };
 * const [updates] = optimizer.update(grads, optimizer.init(params), params);
 * const { fast, slow } = applyUpdates(params, updates);
 * await np.concatenate([fast, slow]).array(); // => [1,1]
 * ```
 */
export function lookahead(
  inner: GradientTransformation,
  options: LookaheadOptions,
): GradientTransformation<LookaheadState> {
  requireTransformation("lookahead", "the first argument", inner);
  for (const name of ["syncPeriod", "slowStepSize"] as const) {
    OPTIONS[name].check("lookahead", name, options[name]);
  }
  const { syncPeriod, slowStepSize, resetState } = readOptions("lookahead", OPTIONS, options);
  return {
    init: (params) => ({
      fastState: inner.init(requireBoth("parameters", params).fast),
      stepsSinceSync: zeroCount(),
    }),
    update<U>(updates: U, state: LookaheadState, params?: U) {
      const { fast, slow } = requireBoth("parameters", requireParams("lookahead", params));
      const gradients = requireBoth("updates", updates).fast;
      const [steps, next] = inner.update(gradients, state.fastState, fast);
      const isSync = state.stepsSinceSync.equal(syncPeriod - 1);
      // What is left between the fast parameters after this step and the slow ones, and how far the slow ones go.
      const ahead = mapTensors((u, f, s) => f.add(u).sub(s), steps, fast, slow);
      const forward = mapTensors((a) => np.where(isSync, a.mul(slowStepSize), 0), ahead);
      const back = mapTensors((a, d) => np.where(isSync, a.sub(d), 0), ahead, forward);
      const both: unknown = { fast: mapTensors((u, b) => u.sub(b), steps, back), slow: forward };
      const fastState = resetState ? chosen(isSync, inner.init(fast), next) : next;
      const stepsSinceSync = state.stepsSinceSync.add(1).mod(syncPeriod);
      // The updates are like the parameters, `{ fast, slow }`: `requireBoth`.
      return [both as U, { fastState, stepsSinceSync }];
    },
    ...learningRateWithin<LookaheadState>([
      {
        transformation: inner,
        read: ({ fastState }) => fastState,
        write: (state, fastState) => ({ ...state, fastState }),
      },
    ]),
  };
}

function chosen(condition: Tensor, onTrue: unknown, onFalse: unknown): unknown {
  return mapTensors((x, y) => np.where(condition, x, y), onTrue, onFalse);
}

function requireBoth(what: string, value: unknown): LookaheadParams {
  if (typeof value === "object" && value !== null && "fast" in value && "slow" in value) return value;
  throw new ArgumentInvalidError({
    operation: "lookahead",
    problem: `the ${what} are not in two versions`,
    expected: "{ fast, slow }",
    received: describe(value),
    hint: "Make them with lookaheadParams(params).",
  });
}
