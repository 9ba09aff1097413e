import { moduleSymbol, random, type Tensor } from "@elegy/autodiff";
import { requireKnownOptions } from "@elegy/core";
import type { Adapted } from "../adapter/adapted.ts";
import { foreignArguments, type TrainingFlag } from "../adapter/foreign-arguments.ts";
import { ModuleResultInvalidError } from "../adapter/module-result-invalid-error.ts";
import { requirePair } from "../adapter/require-pair.ts";

/** `init` makes variables, by collection; `apply` computes with them. */
export interface LinenModule {
  init(rngs: never, ...args: never[]): unknown;
  apply(variables: never, ...args: never[]): unknown;
}

export interface LinenOptions {
  /** Names of the streams besides `params`; default `["dropout"]`. Each has a key of its own in every call. */
  readonly rngs?: readonly string[];
  /**
   * The collections that `apply` may change, as it is told; default `true`: all. With `false` it returns predictions
   * alone, else `[predictions, updates]`.
   */
  readonly mutable?: boolean | readonly string[];
  /** How both functions learn whether they train; default: the field `training` of their options. */
  readonly training?: TrainingFlag;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * A pair in the manner of Flax Linen: `init(rngs, ...args, { training })` returns variables
 * `{ params, ...collections }`, `apply(variables, ...args, { rngs, mutable, training })` returns
 * `[predictions, updates]`. The collections other than `params` become states, which begin as `init` made them.
 *
 * @throws ArgumentInvalidError for an option that does not exist. @throws ModuleResultInvalidError for another result,
 * and for an update of a collection that is not mutable.
 * @example
 * ```ts
 * import { fromLinen } from "@elegy/modules";
 *
 * const scaled = {
 *   init: () => ({ params: { w: np.full([], 2, { dtype: "float32" }) }, calls: { n: np.zeros([]) } }),
 *   apply: ({ params, calls }, x) => [x.mul(params.w), { calls: { n: calls.n.add(1) } }],
 * };
 * const model = new Model({ module: fromLinen(scaled, { mutable: ["calls"] }) });
 * await model.init({ x: np.ones([2]) });
 * await (await model.predict({ x: np.ones([2]) })).array(); // => [2,2]
 * ```
 */
export function fromLinen<W extends LinenModule>(module: W, options: LinenOptions = {}): Adapted<W> {
  requireKnownOptions("fromLinen", options, ["rngs", "mutable", "training"] satisfies (keyof LinenOptions)[]);
  const { rngs: streams = ["dropout"], mutable = true, training: flag = "training" } = options;
  // A framework's own modules are classes: they need their `this`.
  const foreign = module as unknown as ForeignModule;
  const run = (variables: Variables, rngs: Variables, args: readonly unknown[], training: boolean): unknown =>
    foreign.apply(variables, ...foreignArguments(args, training, flag, { rngs, mutable }));
  return {
    wrapped: module,
    [moduleSymbol]: {
      init({ rng, args }) {
        const rngs = keysOf(rng, streams);
        const variables = requireVariables("init", foreign.init(rngs, ...foreignArguments(args, true, flag)));
        const { params = {}, ...states } = variables;
        const [preds] = outputOf(run({ params, ...states }, rngs, args, true), mutable);
        return { preds, params, states };
      },
      apply({ rng, params, states, training, args }) {
        const variables = { params, ...(states as Variables) };
        const result = run(variables, keysOf(rng, streams), args, training);
        const [preds, updates] = outputOf(result, mutable);
        const { params: nextParams, ...nextStates } = { ...variables, ...updates };
        return { preds, params: nextParams, states: nextStates };
      },
    },
  };
}

function keysOf(rng: Tensor, streams: readonly string[]): Record<string, Tensor> {
  const names = ["params", ...streams];
  const keys = random.split(rng, names.length);
  return Object.fromEntries(names.map((name, i) => [name, keys.get(i)]));
}

function outputOf(
  result: unknown,
  mutable: boolean | readonly string[],
): readonly [preds: unknown, updates: Variables] {
  if (mutable === false) return [result, {}];
  const hint = "A module that changes no collection is adapted with `mutable: false`.";
  const [preds, updated] = requirePair("fromLinen: apply", "[predictions, updates]", result, hint);
  const updates = requireVariables("apply", updated);
  const closed = Object.keys(updates).find((name) => mutable !== true && !mutable.includes(name));
  if (closed === undefined) return [preds, updates];
  const names = mutable === true ? "" : mutable.join(", ");
  throw new ModuleResultInvalidError(
    "fromLinen: apply",
    `updates of mutable collections (${names})`,
    updates,
    `Add "${closed}" to \`mutable\`.`,
  );
}

function requireVariables(name: string, value: unknown): Variables {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Variables;
  throw new ModuleResultInvalidError(`fromLinen: ${name}`, "an object of collections", value);
}

interface ForeignModule {
  init(rngs: Variables, ...args: readonly unknown[]): unknown;
  apply(variables: Variables, ...args: readonly unknown[]): unknown;
}
