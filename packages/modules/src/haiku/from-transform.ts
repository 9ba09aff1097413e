import { moduleSymbol, random, type Tensor } from "@elegy/autodiff";
import { requireKnownOptions } from "@elegy/core";
import type { Adapted } from "../adapter/adapted.ts";
import { foreignArguments, type TrainingFlag } from "../adapter/foreign-arguments.ts";

/** `init` makes parameters; `apply` computes with them and keeps nothing. */
export interface Transformed<P = never> {
  init(rng: Tensor, ...args: never[]): unknown;
  apply(params: P, rng: Tensor, ...args: never[]): unknown;
}

export interface TransformOptions {
  /** How both functions learn whether they train; default: they do not. */
  readonly training?: TrainingFlag;
}

/** The options of both transformed forms. */
export const TRANSFORM_OPTIONS: readonly string[] = ["training"] satisfies (keyof TransformOptions)[];

/**
 * A pair in the manner of Haiku's `transform`: `init(rng, ...args)` returns parameters, `apply(params, rng, ...args)`
 * predictions.
 *
 * @throws ArgumentInvalidError for an option that does not exist.
 * @example
 * ```ts
 * import { fromTransform } from "@elegy/modules";
 *
 * const pair = {
 *   init: (rng, x) => random.normal(rng, [x.shape[1], 3]),
 *   apply: (w, rng, x) => np.dot(x, w),
 * };
 * const model = new Model({ module: fromTransform(pair) });
 * await model.init({ x: np.ones([4, 2]) });
 * model.states.netParams.shape; // => [2,3]
 * ```
 */
export function fromTransform<W extends Transformed>(
  transformed: W,
  options: TransformOptions = {},
): Adapted<W> {
  requireKnownOptions("fromTransform", options, TRANSFORM_OPTIONS);
  // The user's functions say themselves what they take.
  const { init, apply } = transformed as unknown as ForeignPair;
  const run = (rng: Tensor, params: unknown, args: readonly unknown[]): unknown =>
    apply(params, random.split(rng).get(1), ...args);
  return {
    wrapped: transformed,
    [moduleSymbol]: {
      init({ rng, args }) {
        const given = foreignArguments(args, true, options.training);
        const params = init(random.split(rng).get(0), ...given);
        return { preds: run(rng, params, given), params, states: null };
      },
      apply: ({ rng, params, states, training, args }) => ({
        preds: run(rng, params, foreignArguments(args, training, options.training)),
        params,
        states,
      }),
    },
  };
}

interface ForeignPair {
  readonly init: (rng: Tensor, ...args: readonly unknown[]) => unknown;
  readonly apply: (params: unknown, rng: Tensor, ...args: readonly unknown[]) => unknown;
}
