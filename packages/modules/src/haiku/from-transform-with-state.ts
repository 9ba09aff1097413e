import { moduleSymbol, random, type Tensor } from "@elegy/autodiff";
import { requireKnownOptions } from "@elegy/core";
import type { Adapted } from "../adapter/adapted.ts";
import { foreignArguments } from "../adapter/foreign-arguments.ts";
import { requirePair } from "../adapter/require-pair.ts";
import { TRANSFORM_OPTIONS, type TransformOptions } from "./from-transform.ts";

/** `init` makes parameters and a state; `apply` computes with them and returns the state that follows. */
export interface TransformedWithState {
  init(rng: Tensor, ...args: never[]): unknown;
  apply(params: never, state: never, rng: Tensor, ...args: never[]): unknown;
}

/**
 * A pair in the manner of Haiku's `transformWithState`: `init(rng, ...args)` returns `[params, state]`,
 * `apply(params, state, rng, ...args)` returns `[predictions, state]`. The state begins as `init` made it.
 *
 * @throws ArgumentInvalidError for an option that does not exist. @throws ModuleResultInvalidError for another result.
 * @example
 * ```ts
 * import { fromTransformWithState } from "@elegy/modules";
 *
 * const pair = {
 *   init: () => [np.full([], 2, { dtype: "float32" }), np.zeros([])],
 *   apply: (w, count, rng, x) => [x.mul(w), count.add(1)],
 * };
 * const model = new Model({ module: fromTransformWithState(pair) });
 * await model.init({ x: np.ones([2]) });
 * await (await model.predict({ x: np.ones([2]) })).array(); // => [2,2]
 * ```
 */
export function fromTransformWithState<W extends TransformedWithState>(
  transformed: W,
  options: TransformOptions = {},
): Adapted<W> {
  requireKnownOptions("fromTransformWithState", options, TRANSFORM_OPTIONS);
  // The user's functions say themselves what they take.
  const { init, apply } = transformed as unknown as ForeignPair;
  const run = (
    rng: Tensor,
    params: unknown,
    state: unknown,
    args: readonly unknown[],
  ): readonly [unknown, unknown] =>
    requirePair(
      "fromTransformWithState: apply",
      "[predictions, state]",
      apply(params, state, random.split(rng).get(1), ...args),
    );
  return {
    wrapped: transformed,
    [moduleSymbol]: {
      init({ rng, args }) {
        const given = foreignArguments(args, true, options.training);
        const made = init(random.split(rng).get(0), ...given);
        const [params, states] = requirePair("fromTransformWithState: init", "[params, state]", made);
        return { preds: run(rng, params, states, given)[0], params, states };
      },
      apply({ rng, params, states, training, args }) {
        const given = foreignArguments(args, training, options.training);
        const [preds, next] = run(rng, params, states, given);
        return { preds, params, states: next };
      },
    },
  };
}

interface ForeignPair {
  readonly init: (rng: Tensor, ...args: readonly unknown[]) => unknown;
  readonly apply: (params: unknown, state: unknown, rng: Tensor, ...args: readonly unknown[]) => unknown;
}
