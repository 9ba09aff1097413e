import { ArgumentInvalidError } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { describe } from "../options/require-number.ts";
import { requireLike } from "../trees/map-tensors.ts";
import { learningRateOfInner } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";
import { type Mask, merged, selected, valuesOfLeaves } from "./select-leaves.ts";

export interface MaskedState {
  /** The state of the transformation inside, for the parameters that are meant: `null` stands for the others. */
  readonly innerState: unknown;
}

/**
 * A transformation of some of the updates; the others stay as they are.
 *
 * @param mask `true` for what is transformed: a tree of booleans like the parameters, in which one may stand for a whole
 * branch, or a function that makes one of the parameters.
 * @throws ArgumentInvalidError for a mask that does not fit the parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { masked, scale } from "@elegy/optimizers";
 *
 * const params = { w: np.ones([2]), b: np.ones([1]) };
 * const weightsOnly = masked(scale(-1), { w: true, b: false });
 * const [{ w, b }] = weightsOnly.update(params, weightsOnly.init(params));
 * await np.concatenate([w, b]).array(); // => [-1,-1,1]
 * ```
 */
export function masked(inner: GradientTransformation, mask: Mask): GradientTransformation<MaskedState> {
  requireTransformation("masked", "the first argument", inner);
  const chosenOf = (like: unknown): readonly boolean[] =>
    valuesOfLeaves("masked", "mask", mask, like).map(requireBoolean);
  return {
    init: (params) => ({ innerState: inner.init(selected(params, chosenOf(params))) }),
    update(updates, { innerState }, params) {
      requireLike(updates, params);
      const chosen = chosenOf(updates);
      const given = params && selected(params, chosen);
      const [transformed, next] = inner.update(selected(updates, chosen), innerState, given);
      return [merged(updates, chosen, transformed), { innerState: next }];
    },
    ...learningRateOfInner<MaskedState>(inner),
  };
}

function requireBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new ArgumentInvalidError({
    operation: "masked",
    problem: "the mask has another leaf than a boolean",
    expected: "true or false",
    received: describe(value),
  });
}
