import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireSome } from "./chain.ts";
import { learningRateWithin } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";

type StatesOf<T extends Readonly<Record<string, GradientTransformation>>> = {
  readonly [K in keyof T]: T[K] extends GradientTransformation<infer S> ? S : never;
};

/**
 * As `chain`, of transformations with names, in the order in which they are written. The state has theirs under their
 * names.
 *
 * @throws ArgumentInvalidError without a transformation, or for what is none.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { namedChain, scaleByAdam, scaleByLearningRate } from "@elegy/optimizers";
 *
 * const optimizer = namedChain({ direction: scaleByAdam(), descent: scaleByLearningRate(0.1) });
 * const [, state] = optimizer.update(np.ones([1]), optimizer.init(np.zeros([1])));
 * await state.direction.count.item(); // => 1
 * ```
 */
export function namedChain<const T extends Readonly<Record<string, GradientTransformation>>>(
  transformations: T,
): GradientTransformation<StatesOf<T>> {
  const named = Object.entries(transformations);
  requireSome("namedChain", named.length);
  for (const [name, one] of named) requireTransformation("namedChain", `\`${name}\``, one);
  return {
    init(params) {
      // One state under each name.
      return Object.fromEntries(named.map(([name, one]) => [name, one.init(params)])) as StatesOf<T>;
    },
    update<U>(updates: U, states: StatesOf<T>, params?: U) {
      let current = updates;
      const next = named.map(([name, one]) => {
        const [transformed, state] = one.update(current, states[name], params);
        current = transformed;
        return [name, state] as const;
      });
      // One state under each name.
      return [current, Object.fromEntries(next) as StatesOf<T>];
    },
    ...learningRateWithin<StatesOf<T>>(
      named.map(([name, transformation]) => ({
        transformation,
        read: (states) => states[name],
        write: (states, inner) => ({ ...states, [name]: inner }),
      })),
    ),
  };
}
