import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type Hyperparameter, oneMinus } from "../options/hyperparameter.ts";
import { flag, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { describe, ranges, requireHyperparameter } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { learningRateOfInner } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";

export interface EmaOfParamsOptions {
  /** The average is of the parameters after each update alone; `false`: it begins with the first ones. Default `true`. */
  readonly debias?: boolean;
}

export interface EmaOfParamsState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The average, like the parameters: see `averagedParams`. */
  readonly average: unknown;
  /** The state of the optimizer inside. */
  readonly innerState: unknown;
}

const OPTIONS: OptionSpecs<EmaOfParamsOptions> = { debias: flag(true) };

/**
 * An optimizer that keeps an exponential moving average of the parameters beside them, which often predicts better
 * (Polyak and Juditsky, 1992). Training goes on with the parameters themselves; `averagedParams` reads the average.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1), an unknown option, or without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { averagedParams, emaOfParams, sgd } from "@elegy/optimizers";
 *
 * const optimizer = emaOfParams(sgd(1), 0.75, { debias: false });
 * const params = { w: np.array([2.5]) };
 * const [, state] = optimizer.update({ w: np.ones([1]) }, optimizer.init(params), params);
 * await averagedParams(state).w.array(); // => [2.25]
 * ```
 */
export function emaOfParams(
  inner: GradientTransformation,
  decay: Hyperparameter,
  options: EmaOfParamsOptions = {},
): GradientTransformation<EmaOfParamsState> {
  requireTransformation("emaOfParams", "the first argument", inner);
  requireHyperparameter("emaOfParams", "decay", decay, ranges.decay);
  const { debias } = readOptions("emaOfParams", OPTIONS, options);
  return {
    init(params) {
      const innerState = inner.init(params);
      // Tensors of its own: a step that is donated parameters and states must not be given one twice.
      return { count: zeroCount(), average: mapTensors((p) => lax.copy(p), params), innerState };
    },
    update(updates, state, params) {
      const given = requireParams("emaOfParams", params);
      const [transformed, innerState] = inner.update(updates, state.innerState, given);
      const count = incremented(state.count);
      // The weight of the newest: of t of them with decay d it is (1 − d) / (1 − dᵗ), which begins with 1.
      const newest = oneMinus(decay);
      const weight = debias ? np.divide(newest, np.subtract(1, np.power(decay, count))) : newest;
      const average = mapTensors(
        (mean, p, u) => {
          const share = typeof weight === "number" ? weight : weight.astype(mean.dtype);
          return mean.add(p.add(u).sub(mean).mul(share)).astype(mean.dtype);
        },
        state.average,
        given,
        transformed,
      );
      return [transformed, { count, average, innerState }];
    },
    ...learningRateOfInner<EmaOfParamsState>(inner),
  };
}

/**
 * The average that {@link emaOfParams} has kept, like the parameters; before the first update the parameters.
 *
 * @typeParam P the type of the parameters.
 * @throws ArgumentInvalidError for the state of another optimizer.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { averagedParams, emaOfParams, sgd } from "@elegy/optimizers";
 *
 * const state = emaOfParams(sgd(1), 0.99).init({ w: np.ones([2]) });
 * await averagedParams(state).w.array(); // => [1,1]
 * ```
 */
export function averagedParams<P = unknown>(state: unknown): P {
  if (typeof state === "object" && state !== null && "average" in state && "innerState" in state) {
    // Like the parameters, whose type the caller knows.
    return state.average as P;
  }
  throw new ArgumentInvalidError({
    operation: "averagedParams",
    problem: "the state is not of `emaOfParams`",
    expected: "{ count, average, innerState }",
    received: describe(state),
    hint: "Let emaOfParams be the outermost wrapper of the optimizer.",
  });
}
