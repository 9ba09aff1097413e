import { ArgumentInvalidError } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type Inner, learningRateWithin } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";

type StatesOf<T extends readonly GradientTransformation[]> = {
  readonly [K in keyof T]: T[K] extends GradientTransformation<infer S> ? S : never;
};

/**
 * One transformation after the other. The state is the list of their states. The learning rate is that of the only one
 * which has any.
 *
 * @throws ArgumentInvalidError without a transformation, or for what is none.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { chain, scaleByLearningRate, trace } from "@elegy/optimizers";
 *
 * const optimizer = chain(trace({ momentum: 0.9 }), scaleByLearningRate(0.1));
 * const [updates] = optimizer.update(np.ones([1]), optimizer.init(np.zeros([1])));
 * await updates.array(); // => [-0.1]
 * ```
 */
export function chain<const T extends readonly GradientTransformation[]>(
  ...transformations: T
): GradientTransformation<StatesOf<T>> {
  requireSome("chain", transformations.length);
  transformations.forEach((one, position) => requireTransformation("chain", `argument ${position}`, one));
  return {
    init(params) {
      // One state for each transformation, in their order.
      return transformations.map((one) => one.init(params)) as StatesOf<T>;
    },
    update<U>(updates: U, states: StatesOf<T>, params?: U) {
      let current = updates;
      const next = transformations.map((one, i) => {
        const [transformed, state] = one.update(current, states[i], params);
        current = transformed;
        return state;
      });
      // One state for each transformation, in their order.
      return [current, next as StatesOf<T>];
    },
    ...learningRateWithin(
      transformations.map((transformation, i): Inner<StatesOf<T>> => ({
        transformation,
        read: (states) => states[i],
        // The state of one transformation is replaced by another of its states.
        write: (states, inner) => states.map((state, j) => (i === j ? inner : state)) as StatesOf<T>,
      })),
    ),
  };
}

/** @throws ArgumentInvalidError for a chain of nothing, which is more often forgotten than meant. */
export function requireSome(operation: string, count: number): void {
  if (count > 0) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "there is no transformation",
    expected: "at least one",
    received: "none",
    hint: "identity() changes nothing.",
  });
}
