import { rssOptions, scaleByRss, type ScaleByRssOptions } from "../transformations/scale-by-rss.ts";
import { readOptions } from "../options/read-options.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type AdagradOptions = ScaleByRssOptions;

/**
 * AdaGrad (Duchi et al., 2011): `−learningRate·g / √(s + eps)`, where `s` is the sum of all squared gradients.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, adagrad } from "@elegy/optimizers";
 *
 * const optimizer = adagrad(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [142,275]
 * ```
 */
export function adagrad(
  learningRate: ScalarOrSchedule,
  options: AdagradOptions = {},
): GradientTransformation {
  requireLearningRate("adagrad", learningRate);
  return chain(scaleByRss(readOptions("adagrad", rssOptions, options)), scaleByLearningRate(learningRate));
}
