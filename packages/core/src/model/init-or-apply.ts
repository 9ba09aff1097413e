import { ModelUninitializedError } from "./model-errors.ts";

/**
 * Parameters for a step without an `if`: those that are there, or fresh ones while initializing. Parameters that the user
 * gave to the model are there from the start.
 *
 * @param kept the field of the states that holds them.
 * @throws ModelUninitializedError if there are none, and it is too late to make some.
 * @example
 * ```ts
 * class Linear extends Model {
 *   predStep({ x, states, initializing }) {
 *     const { w, b } = initOrApply(states.netParams, initializing, () => ({
 *       w: random.normal(random.key(0), [x.shape[1], 2]),
 *       b: np.zeros([2]),
 *     }));
 *     return [np.dot(x, w).add(b), states.update({ netParams: { w, b } })];
 *   }
 * }
 * const model = new Linear();
 * await model.init({ x: np.ones([5, 3]) });
 * (await model.predict({ x: np.ones([5, 3]) })).shape; // => [5,2]
 * ```
 */
export function initOrApply<P>(kept: NoInfer<P> | null | undefined, initializing: boolean, init: () => P): P {
  if (kept !== null && kept !== undefined) return kept;
  if (initializing) return init();
  throw new ModelUninitializedError("initOrApply");
}
