import type { Tensor, TensorLike } from "@elegy/autodiff";
import type { Hyperparameter } from "../options/hyperparameter.ts";

/**
 * The learning rate as a function of the number of updates made so far, `i32[]`. Under `jit` the count is
 * traced: use `np.where` instead of `if`.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { sgd } from "@elegy/optimizers";
 *
 * const optimizer = sgd((count) => np.divide(0.1, count.add(1)));
 * const state = optimizer.init(np.zeros([2]));
 * await optimizer.learningRate?.(state).item(); // => 0.1
 * ```
 */
export type Schedule = (count: Tensor) => TensorLike;

/** A {@link Schedule} of this package, which takes a number as well: `f32[]`, or of the shape of the count. */
export type NamedSchedule = (count: TensorLike) => Tensor;

/** A constant, or a {@link Schedule}. */
export type ScalarOrSchedule = Hyperparameter | Schedule;
