import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { pathMatcher } from "../states/path-pattern.ts";
import { parametersOf, type Regularizer } from "./regularizer.ts";

/** Which parameters what regularizer is for: by path, or asked for each. */
export type ParameterRegularizers =
  | Readonly<Record<string, Regularizer>>
  | ((path: string, parameter: Tensor) => Regularizer | null);

/**
 * A regularizer for each of some parameters, the others none.
 *
 * Parameters are named by the keys that lead to them, `dense.w`. In a pattern `*` stands for one key and `**` for any number
 * of them, and a pattern also means what stands below: `dense` is all of `dense.w` and `dense.b`. What two patterns match,
 * costs both.
 *
 * @param choice patterns with regularizers; or a function of path and parameter, `null` for none.
 * @throws ArgumentInvalidError when called, for a pattern that no parameter matches.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * const { l1, l2, perParameter } = regularizers;
 * const params = { dense: { w: np.array([1, -2]), b: np.array([3]) }, out: { w: np.array([2]) } };
 * await perParameter({ "dense.w": l2(0.1), "*.w": l1(0.1) })(params).item(); // => 1
 * await perParameter((path, { ndim }) => (ndim === 1 ? l1(1) : null))(params).item(); // => 8
 * ```
 */
export function perParameter(choice: ParameterRegularizers): Regularizer {
  return (params) => {
    const parameters = parametersOf("perParameter", params);
    const paths = parameters.map(({ path }) => path);
    const chosen =
      typeof choice === "function"
        ? parameters.map(({ path, parameter }) => [choice(path, parameter), parameter] as const)
        : Object.entries(choice).flatMap(([pattern, regularizer]) => {
            const matches = pathMatcher(pattern);
            const matched = parameters.filter(({ path }) => matches(path));
            if (matched.length === 0) throw unmatched(pattern, paths);
            return matched.map(({ parameter }) => [regularizer, parameter] as const);
          });
    return chosen
      .flatMap(([regularizer, parameter]) => (regularizer ? [regularizer(parameter)] : []))
      .reduce<Tensor>((sum, value) => sum.add(value), np.zeros([]));
  };
}

function unmatched(pattern: string, paths: readonly string[]): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "perParameter",
    problem: "a pattern matches no parameter",
    expected: `one of ${paths.join(", ")}`,
    received: pattern,
    hint: "* stands for one key, ** for any number of keys.",
  });
}
