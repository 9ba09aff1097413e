import { ArgumentInvalidError } from "@elegy/autodiff";
import type { GradientTransformation } from "./gradient-transformation.ts";

type StatesOf<T extends readonly GradientTransformation[]> = {
  readonly [K in keyof T]: T[K] extends GradientTransformation<infer S> ? S : never;
};

/**
 * One transformation after the other. The state is the list of their states.
 *
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
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
  transformations.forEach(requireTransformation);
  const scaling = transformations.findIndex(({ learningRate }) => learningRate !== undefined);
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
    ...(scaling === -1 ? {} : { learningRate: learningRateAt(transformations, scaling) }),
  };
}

function learningRateAt(
  transformations: readonly GradientTransformation[],
  position: number,
): NonNullable<GradientTransformation<readonly unknown[]>["learningRate"]> {
  return (states) => {
    const rate = transformations[position]?.learningRate?.(states[position]);
    if (!rate) throw new Error("the transformation found has a learning rate");
    return rate;
  };
}

function requireTransformation(value: unknown, position: number): void {
  const isTransformation =
    typeof value === "object" &&
    value !== null &&
    "init" in value &&
    typeof value.init === "function" &&
    "update" in value &&
    typeof value.update === "function";
  if (isTransformation) return;
  throw new ArgumentInvalidError({
    operation: "chain",
    problem: `argument ${position} is no gradient transformation`,
    expected: "{ init, update }",
    received: typeof value,
    hint: "Call its maker: chain(scaleByAdam(), scaleByLearningRate(1e-3)).",
  });
}
