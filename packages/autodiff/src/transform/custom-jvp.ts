import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bindPrimitive, isTracing } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import type { FlatJvp } from "../primitive/call-params.ts";
import { sumOf } from "../primitive/rules/jvp-rules.ts";
import { customJvpP } from "../primitives/custom-jvp.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { unflatten } from "../tree/flatten.ts";
import type { MapLeaves } from "../tree/map-leaves.ts";
import { CustomRuleMissingError, requireRuleResult } from "./custom-rule-errors.ts";
import type { ArgumentsAt, ArgumentsWithout } from "./divided-arguments.ts";
import { floatScalar, tensorLeaves } from "./tensor-leaves.ts";
import { divideArguments, requirePositions, traceCall, type TracedCall } from "./traced-call.ts";

export interface CustomRuleOptions<N extends readonly number[] = readonly number[]> {
  /** Positions of arguments that are not differentiated and need not be tensors; rules get them first. */
  readonly nondiffArgnums?: N;
}

/** From primals and tangents, of one structure, to the result and its tangent. Linear in the tangents. */
export type JvpFunction<A extends readonly unknown[], R, N extends readonly number[]> = (
  ...args: [
    ...ArgumentsAt<A, N>,
    primals: ArgumentsWithout<A, N>,
    tangents: MapLeaves<ArgumentsWithout<A, N>, Tensor>,
  ]
) => readonly [result: R, tangent: MapLeaves<R, Tensor>];

/** The part of the result's tangent that comes from one argument. */
export type JvpTerm<A extends readonly unknown[]> = (
  tangent: Tensor,
  result: Tensor,
  ...primals: A
) => Tensor;

/** A function with a derivative of its own. */
export interface CustomJvp<A extends readonly unknown[], R, N extends readonly number[]> {
  (...args: A): R;
  /** Sets the rule; returns the function. */
  defJvp(rule: JvpFunction<A, R, N>): this;
  /** Sets the rule as a sum of one term per argument, `null` for an argument that does not count; returns the function. */
  defJvps(...terms: readonly (JvpTerm<A> | null)[]): this;
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * A function whose derivative is given by a rule instead of being derived, in forward and reverse mode.
 *
 * @param f a pure function of trees of tensors.
 * @throws CustomRuleMissingError when it is differentiated without a rule.
 * @example
 * ```ts
 * // d log(1 + eˣ) = dx·(1 − 1/(1 + eˣ)), which does not overflow
 * const log1pexp = customJvp((x) => np.log(x.exp().add(1))).defJvp(([x], [dx]) => [
 *   log1pexp(x),
 *   dx.mul(np.ones([]).sub(np.ones([]).div(x.exp().add(1)))),
 * ]);
 * await grad(log1pexp)(np.array(100).astype("float32")).item(); // => 1
 * ```
 */
export function customJvp<A extends readonly unknown[], R, const N extends readonly number[] = readonly []>(
  f: (...args: A) => R,
  options: CustomRuleOptions<N> = {},
): CustomJvp<A, R, N> {
  const name = f.name || "customJvp";
  const fixed = options.nondiffArgnums ?? [];
  requirePositions("customJvp", "nondiffArgnums", fixed);
  let rule: AnyFunction | null = null;

  function call(...args: A): R {
    if (!isTracing()) return f(...args);
    const parts = divideArguments(args, fixed);
    const traced = traceCall(name, (...given) => f(...(parts.join(given) as A)), parts.traced);
    const outputs = bindPrimitive(customJvpP, [...traced.given.tensors, ...traced.captured], {
      name,
      graph: traced.graph,
      arguments: traced.given.tensors.length,
      rule: flatRule(name, traced, (primals, tangents) => {
        if (rule === null) throw new CustomRuleMissingError(name, "customJvp");
        return rule(...parts.fixed, primals, tangents);
      }),
    });
    // The structure was taken from a result of f.
    return unflatten(traced.def, outputs) as R;
  }

  const custom: CustomJvp<A, R, N> = Object.assign(call, {
    defJvp(given: JvpFunction<A, R, N>) {
      // Which arguments a rule gets is what its type says.
      rule = given as unknown as AnyFunction;
      return custom;
    },
    defJvps(...terms: readonly (JvpTerm<A> | null)[]) {
      rule = sumRule(
        name,
        (...args) => call(...(args as unknown as A)),
        terms as readonly (AnyFunction | null)[],
        fixed,
      );
      return custom;
    },
  });
  return custom;
}

function flatRule(
  name: string,
  { given, graph, def }: TracedCall,
  rule: (primals: unknown, tangents: unknown) => unknown,
): FlatJvp {
  const specs = graph.outputs.map(({ spec }) => spec);
  return (primals, tangents) => {
    const result = rule(unflatten(given.def, primals), unflatten(given.def, tangents));
    if (!Array.isArray(result) || result.length !== 2) {
      throw new ArgumentInvalidError({
        operation: name,
        problem: "the custom rule returns a pair",
        expected: "[result, tangent of the result]",
        received: Array.isArray(result) ? `a list of ${result.length}` : typeof result,
      });
    }
    const value = tensorLeaves(name, "the result of the custom rule", result[0], floatScalar);
    const tangent = tensorLeaves(name, "the tangent of the custom rule", result[1], floatScalar);
    requireRuleResult(name, "a result", value, { def, specs });
    requireRuleResult(name, "a tangent", tangent, { def, specs });
    return { primals: value.tensors, tangents: tangent.tensors };
  };
}

/** d f(x₀, x₁, …) = Σᵢ termᵢ(dxᵢ) */
function sumRule(
  name: string,
  f: AnyFunction,
  terms: readonly (AnyFunction | null)[],
  fixed: readonly number[],
): AnyFunction {
  if (fixed.length > 0) {
    throw new ArgumentInvalidError({
      operation: name,
      problem: "defJvps does not go with nondiffArgnums",
      hint: "Use defJvp.",
    });
  }
  return (primals, tangents) => {
    const at = primals as readonly unknown[];
    const along = tangents as readonly Tensor[];
    if (terms.length !== at.length) {
      throw new ArgumentInvalidError({
        operation: name,
        problem: "defJvps has another number of terms than the function arguments",
        expected: `${at.length}, with null for arguments that do not count`,
        received: String(terms.length),
      });
    }
    const result = f(...at) as Tensor;
    let sum: Tensor | null = null;
    terms.forEach((term, i) => {
      const tangent = along[i];
      if (term && tangent) sum = sumOf(sum, term(tangent, result, ...at) as Tensor);
    });
    return [result, sum ?? zerosOf(result.spec)];
  };
}
