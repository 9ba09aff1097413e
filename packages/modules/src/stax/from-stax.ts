import { isTensor, moduleSymbol, random, type Tensor, tree } from "@elegy/autodiff";
import { requireKnownOptions } from "@elegy/core";
import type { Adapted } from "../adapter/adapted.ts";
import { foreignArguments, type TrainingFlag } from "../adapter/foreign-arguments.ts";
import { requirePair } from "../adapter/require-pair.ts";

/** `[initFun, applyFun]`. */
export type StaxPair = readonly [
  initFun: (rng: Tensor, inputShape: never) => unknown,
  applyFun: (params: never, inputs: never, options: never) => unknown,
];

export interface StaxOptions {
  /** How `applyFun` learns whether it trains; default: the field `training` of its options. */
  readonly training?: TrainingFlag;
}

/**
 * A pair in the manner of Stax: `initFun(rng, inputShape)` returns `[outputShape, params]`,
 * `applyFun(params, inputs, { rng, training })` predictions. More than one input comes as a list of inputs and of shapes.
 *
 * @throws ArgumentInvalidError for an option that does not exist. @throws ModuleResultInvalidError for another result.
 * @example
 * ```ts
 * import { fromStax } from "@elegy/modules";
 *
 * const Dense = (size) => [
 *   (rng, [batch, width]) => [[batch, size], random.normal(rng, [width, size])],
 *   (w, x) => np.dot(x, w),
 * ];
 * const model = new Model({ module: fromStax(Dense(3)) });
 * await model.init({ x: np.ones([4, 2]) });
 * model.states.netParams.shape; // => [2,3]
 * ```
 */
export function fromStax<W extends StaxPair>(pair: W, options: StaxOptions = {}): Adapted<W> {
  requireKnownOptions("fromStax", options, ["training"] satisfies (keyof StaxOptions)[]);
  const { training: flag = "training" } = options;
  // The user's functions say themselves what they take.
  const [initFun, applyFun] = pair as unknown as ForeignPair;
  const run = (rng: Tensor, params: unknown, args: readonly unknown[], training: boolean): unknown => {
    const inputs = [inputsOf(args)];
    return applyFun(params, ...foreignArguments(inputs, training, flag, { rng: random.split(rng).get(1) }));
  };
  return {
    wrapped: pair,
    [moduleSymbol]: {
      init({ rng, args }) {
        const shapes = tree.map(shapeOf, inputsOf(args));
        const made = initFun(random.split(rng).get(0), shapes);
        const [, params] = requirePair("fromStax: initFun", "[outputShape, params]", made);
        return { preds: run(rng, params, args, true), params, states: null };
      },
      apply: ({ rng, params, states, training, args }) => ({
        preds: run(rng, params, args, training),
        params,
        states,
      }),
    },
  };
}

const inputsOf = (args: readonly unknown[]): unknown => (args.length === 1 ? args[0] : args);

const shapeOf = (input: unknown): readonly number[] => (isTensor(input) ? input.shape : []);

type ForeignPair = readonly [
  (rng: Tensor, shapes: unknown) => unknown,
  (params: unknown, ...args: readonly unknown[]) => unknown,
];
