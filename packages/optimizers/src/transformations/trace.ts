import type { DType } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { flag, floatDtype, hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { cast, mapTensors, zerosLike } from "../trees/map-tensors.ts";

export interface TraceOptions {
  /** What remains of the trace from one update to the next, in [0, 1]. */
  readonly momentum: Hyperparameter;
  /** Look one update ahead. Default `false`. */
  readonly nesterov?: boolean;
  /** The dtype in which the trace is kept. Default: that of the parameters. */
  readonly accumulatorDtype?: DType | undefined;
}

export interface TraceState {
  /** The decaying sum of the updates, like the parameters. */
  readonly trace: unknown;
}

const traceOptions: OptionSpecs<TraceOptions> = {
  momentum: hyperparameter(0, ranges.fraction),
  nesterov: flag(false),
  accumulatorDtype: floatDtype,
};

/**
 * Momentum: `t = u + momentum·t`, and, with `nesterov`, `u + momentum·t` of that (Sutskever et al., 2013).
 *
 * @throws ArgumentInvalidError for a momentum outside [0, 1], or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { trace } from "@elegy/optimizers";
 *
 * const momentum = trace({ momentum: 0.5 });
 * const [first, state] = momentum.update(np.ones([1]), momentum.init(np.zeros([1])));
 * const [second] = momentum.update(np.ones([1]), state);
 * await second.array(); // => [1.5]
 * ```
 */
export function trace(options: TraceOptions): GradientTransformation<TraceState> {
  const { momentum, nesterov, accumulatorDtype } = readOptions("trace", traceOptions, options);
  requireHyperparameter("trace", "momentum", options.momentum, ranges.fraction);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { trace: zerosLike(params, accumulatorDtype) };
    },
    update<U>(updates: U, state: TraceState) {
      const extended = (past: unknown): U => mapTensors((u, t) => u.add(t.mul(momentum)), updates, past);
      const traced = extended(state.trace);
      return [nesterov ? extended(traced) : traced, { trace: cast(traced, accumulatorDtype) }];
    },
  };
}
