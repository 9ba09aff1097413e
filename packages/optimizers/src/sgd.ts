import { chain } from "./chain.ts";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { requireLearningRate } from "./require-learning-rate.ts";
import { requireMomentum } from "./require-momentum.ts";
import { scaleByLearningRate } from "./scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "./schedule.ts";
import { trace } from "./trace.ts";

export interface MomentumOptions {
  /** What remains of the past updates, in [0, 1]. Default: no momentum and no state for it. */
  readonly momentum?: number;
  /** Look one update ahead; needs a momentum. Default `false`. */
  readonly nesterov?: boolean;
}

export type SgdOptions = MomentumOptions;

/**
 * Stochastic gradient descent: `−learningRate·g`, with momentum `−learningRate·(g + momentum·t)`.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, a momentum outside [0, 1], or `nesterov` alone.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { applyUpdates, sgd } from "@elegy/optimizers";
 *
 * const optimizer = sgd(0.1, { momentum: 0.9 });
 * const params = { w: np.array([1.5, 2]) };
 * const [updates, state] = optimizer.update({ w: np.array([1, 0.5]) }, optimizer.init(params), params);
 * await applyUpdates(params, updates).w.array(); // => [1.4,1.95]
 * ```
 */
export function sgd(
  learningRate: ScalarOrSchedule,
  { momentum, nesterov = false }: SgdOptions = {},
): GradientTransformation {
  requireLearningRate("sgd", learningRate);
  requireMomentum("sgd", momentum, nesterov);
  const descent = scaleByLearningRate(learningRate);
  return momentum === undefined ? chain(descent) : chain(trace({ momentum, nesterov }), descent);
}
