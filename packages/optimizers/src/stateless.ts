import type { EmptyState, GradientTransformation } from "./gradient-transformation.ts";
import { requireFloatLeaves } from "./options/require-float-leaves.ts";

/** A transformation of the updates, and perhaps the parameters, that remembers nothing. */
export function stateless(
  transform: <U>(updates: U, params: U | undefined) => U,
): GradientTransformation<EmptyState> {
  return {
    init(params) {
      requireFloatLeaves(params);
      return {};
    },
    update: (updates, state, params) => [transform(updates, params), state],
  };
}
