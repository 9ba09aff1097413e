import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import type { Loss, LossInputs } from "../losses/loss.ts";
import { requireNumber } from "../losses/require-number.ts";
import { snakeCase } from "../losses/snake-case.ts";
import { requireKnownOptions } from "../training/options.ts";
import type { Regularizer } from "./regularizer.ts";

/** What every loss over parameters can be told. */
export interface PenaltyOptions {
  /** A factor of the result. Default 1. */
  readonly weight?: number;
  /** In the logs. Default: the name of the class in snake_case; `penalty` for those of a regularizer. */
  readonly name?: string;
}

/**
 * A regularizer as a loss, over `states.netParams`: beside the losses of a model, in `new Model({ loss: [...] })`.
 *
 * @throws ArgumentInvalidError for a weight that is not finite.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * const { l2, penalty, perParameter } = regularizers;
 * const loss = penalty(perParameter({ w: l2(0.1) }), { name: "w_penalty" });
 * const states = { netParams: { w: np.array([1, 2]), b: np.array([3]) } };
 * await loss.call({ yTrue: null, yPred: null, states }).item(); // => 0.5
 * ```
 */
export function penalty(regularizer: Regularizer, options: PenaltyOptions = {}): Loss<Tensor> {
  requireKnownOptions("penalty", options, ["weight", "name"]);
  return penaltyOf("penalty", regularizer, options);
}

/** A class of losses over all parameters. */
export function penaltyClass<O extends object>(
  operation: string,
  own: readonly (keyof O & string)[],
  regularizerOf: (options: Partial<O>) => Regularizer,
): new (options?: PenaltyOptions & Partial<O>) => Loss<Tensor> {
  // A computed key names the class.
  const classes = {
    [operation]: class implements Loss<Tensor> {
      readonly name: string;
      readonly #loss: Loss<Tensor>;

      constructor(options: PenaltyOptions & Partial<O> = {}) {
        requireKnownOptions(operation, options, ["weight", "name", ...own]);
        this.#loss = penaltyOf(operation, regularizerOf(options), options);
        this.name = this.#loss.name;
      }

      call(inputs: LossInputs<unknown>): Tensor {
        return this.#loss.call(inputs);
      }
    },
  };
  return classes[operation]!;
}

function penaltyOf(
  operation: string,
  regularizer: Regularizer,
  { weight = 1, name = snakeCase(operation) }: PenaltyOptions,
): Loss<Tensor> {
  requireNumber(operation, "weight", weight, "finite");
  return {
    name,
    call({ states }) {
      const value = regularizer(netParamsOf(operation, states));
      return weight === 1 ? value : value.mul(weight);
    },
  };
}

function netParamsOf(operation: string, states: unknown): unknown {
  if (typeof states === "object" && states !== null) {
    const { netParams = null } = states as { readonly netParams?: unknown };
    if (netParams !== null) return netParams;
  }
  throw new ArgumentInvalidError({
    operation,
    problem: "there are no parameters",
    expected: "states with netParams",
    received: states === undefined || states === null ? String(states) : "states without",
    hint: "A model has them once it is initialized; called by hand, pass { states }.",
  });
}
