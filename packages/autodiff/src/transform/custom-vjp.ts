import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bindPrimitive, isTracing } from "../interpreters/stack.ts";
import type { FlatForward } from "../primitive/call-params.ts";
import { customVjpP } from "../primitives/custom-vjp.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { isFloat } from "../tensor/dtype.ts";
import { structure, unflatten } from "../tree/flatten.ts";
import type { MapLeaves } from "../tree/map-leaves.ts";
import type { CustomRuleOptions } from "./custom-jvp.ts";
import { CustomRuleMissingError, requireRuleResult } from "./custom-rule-errors.ts";
import type { ArgumentsAt, ArgumentsWithout } from "./divided-arguments.ts";
import { floatScalar, tensorLeaves } from "./tensor-leaves.ts";
import { divideArguments, requirePositions, traceCall, type TracedCall } from "./traced-call.ts";

/** From residuals and the cotangent of the result to one cotangent per argument; `null` is zero. */
export type VjpBackward<A extends readonly unknown[], R, X, N extends readonly number[]> = (
  ...args: [...ArgumentsAt<A, N>, residuals: X, cotangent: MapLeaves<R, Tensor>]
) => Cotangents<ArgumentsWithout<A, N>>;

type Cotangents<B extends readonly unknown[]> = {
  readonly [K in keyof B]: MapLeaves<B[K], Tensor> | null;
};

/** A function with a reverse derivative of its own. */
export interface CustomVjp<A extends readonly unknown[], R, N extends readonly number[]> {
  (...args: A): R;
  /**
   * Sets the rule; returns the function. `fwd` takes the arguments and returns the result and residuals, any tree
   * of tensors; `bwd` takes the residuals and a cotangent of the result.
   */
  defVjp<X>(fwd: (...args: A) => readonly [result: R, residuals: X], bwd: VjpBackward<A, R, X, N>): this;
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * A function whose reverse derivative is given by a rule. It has no forward derivative: see `customJvp`.
 *
 * @param f a pure function of trees of tensors.
 * @throws CustomRuleMissingError when it is differentiated without a rule.
 * @example
 * ```ts
 * // The identity, whose gradient is cut to [−1, 1].
 * const clipped = customVjp((x) => x).defVjp((x) => [x, null], (_, ct) => [ct.clip(-1, 1)]);
 * await grad((x) => clipped(x).mul(5))(np.array(2).astype("float32")).item(); // => 1
 * ```
 */
export function customVjp<A extends readonly unknown[], R, const N extends readonly number[] = readonly []>(
  f: (...args: A) => R,
  options: CustomRuleOptions<N> = {},
): CustomVjp<A, R, N> {
  const name = f.name || "customVjp";
  const fixed = options.nondiffArgnums ?? [];
  requirePositions("customVjp", "nondiffArgnums", fixed);
  let rule: { readonly fwd: AnyFunction; readonly bwd: AnyFunction } | null = null;

  function call(...args: A): R {
    if (!isTracing()) return f(...args);
    const parts = divideArguments(args, fixed);
    const traced = traceCall(name, (...given) => f(...(parts.join(given) as A)), parts.traced);
    const outputs = bindPrimitive(customVjpP, [...traced.given.tensors, ...traced.captured], {
      name,
      graph: traced.graph,
      arguments: traced.given.tensors.length,
      fwd: flatForward(name, traced, () => {
        if (rule === null) throw new CustomRuleMissingError(name, "customVjp");
        const { fwd, bwd } = rule;
        return {
          fwd: (given) => fwd(...parts.join(given)),
          bwd: (residuals, cotangent) => bwd(...parts.fixed, residuals, cotangent),
        };
      }),
    });
    // The structure was taken from a result of f.
    return unflatten(traced.def, outputs) as R;
  }

  const custom: CustomVjp<A, R, N> = Object.assign(call, {
    defVjp<X>(fwd: (...args: A) => readonly [R, X], bwd: VjpBackward<A, R, X, N>) {
      // Which arguments the rules get is what their types say.
      rule = { fwd: fwd as unknown as AnyFunction, bwd: bwd as unknown as AnyFunction };
      return custom;
    },
  });
  return custom;
}

interface TreeRule {
  fwd(primals: readonly unknown[]): unknown;
  bwd(residuals: unknown, cotangent: unknown): unknown;
}

function flatForward(name: string, { given, graph, def }: TracedCall, ruleNow: () => TreeRule): FlatForward {
  const specs = graph.outputs.map(({ spec }) => spec);
  return (primals) => {
    const rule = ruleNow();
    // Unflattening restores the structure of the arguments.
    const args = unflatten(given.def, primals) as readonly unknown[];
    const returned = rule.fwd(args);
    if (!Array.isArray(returned) || returned.length !== 2) {
      throw new ArgumentInvalidError({
        operation: name,
        problem: "the forward rule returns a pair",
        expected: "[result, residuals]",
        received: Array.isArray(returned) ? `a list of ${returned.length}` : typeof returned,
      });
    }
    const result = tensorLeaves(name, "the result of the forward rule", returned[0], floatScalar);
    const residuals = tensorLeaves(name, "the residual", returned[1]);
    requireRuleResult(name, "a result", result, { def, specs });
    return {
      results: result.tensors,
      residuals: residuals.tensors,
      bwd: (kept, cotangents) =>
        flatCotangents(
          name,
          args,
          rule.bwd(unflatten(residuals.def, kept), unflatten(result.def, cotangents)),
        ),
    };
  };
}

/** One cotangent, or `null`, for each leaf of the arguments. */
function flatCotangents(
  name: string,
  args: readonly unknown[],
  returned: unknown,
): readonly (Tensor | null)[] {
  if (!Array.isArray(returned) || returned.length !== args.length) {
    throw new ArgumentInvalidError({
      operation: name,
      problem: "the backward rule returns one cotangent per argument",
      expected: `a list of ${args.length}, with null for zeros`,
      received: Array.isArray(returned) ? `a list of ${returned.length}` : typeof returned,
    });
  }
  return args.flatMap((arg, i): readonly (Tensor | null)[] => {
    const primal = tensorLeaves(name, "the argument", arg);
    const cotangent: unknown = returned[i];
    if (cotangent === null) return primal.tensors.map(() => null);
    const leaves = tensorLeaves(name, `the cotangent of argument ${i}`, cotangent, floatScalar);
    requireRuleResult(name, `a cotangent of argument ${i}`, leaves, {
      def: structure(arg),
      specs: primal.tensors.map(({ spec }) => spec),
    });
    return leaves.tensors.map((tensor) => (isFloat(tensor.dtype) ? tensor : null));
  });
}
