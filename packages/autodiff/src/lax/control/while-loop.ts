import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { GraphBuilder } from "../../interpreters/graph-builder.ts";
import { bindPrimitive, withInterpreter } from "../../interpreters/stack.ts";
import type { Graph } from "../../primitive/primitive.ts";
import { whileP } from "../../primitives/while.ts";
import { formatSpec } from "../../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import { unflatten } from "../../tree/flatten.ts";
import type { MapLeaves } from "../../tree/map-leaves.ts";
import { constant } from "../creation.ts";
import { type Leaves, leavesOf, type Tree } from "./leaves.ts";
import { traceLoop } from "./trace-loop.ts";
import { requireFunction } from "../../errors/require-function.ts";

/**
 * Repeats `body` as long as `cond` holds.
 *
 * Differentiable forwards only (`jvp`, `jacfwd`); for `grad` use {@link scan}, or {@link foriLoop} with numbers as bounds.
 * Both functions are traced once, also without `jit`.
 *
 * @param cond from the carry to `bool[]`. @param body from the carry to the next one.
 * @param init the first carry, a tree; a number takes the dtype that `body` makes of it.
 * @returns the first carry for which `cond` is false.
 * @throws TreeMismatchError, ShapeMismatchError or DTypeMismatchError if the carry changes its structure, shape or dtype.
 * @example
 * ```ts
 * await lax.whileLoop((x) => x.less(100), (x) => x.mul(2), 3).item(); // => 192
 * ```
 */
export function whileLoop<C extends Tree>(
  cond: (carry: NoInfer<MapLeaves<C, Tensor>>) => TensorLike,
  body: (carry: NoInfer<MapLeaves<C, Tensor>>) => NoInfer<MapLeaves<C, TensorLike>>,
  init: C,
): MapLeaves<C, Tensor> {
  return whileTrees(
    "lax.whileLoop",
    cond as (carry: unknown) => TensorLike,
    body as (carry: unknown) => unknown,
    init,
  ) as MapLeaves<C, Tensor>;
}

export function whileTrees(
  operation: string,
  cond: (carry: unknown) => TensorLike,
  body: (carry: unknown) => unknown,
  init: unknown,
): unknown {
  requireFunction(operation, "cond", cond);
  requireFunction(operation, "body", body);
  const carry = leavesOf(operation, "the carry", init);
  const step = traceLoop(operation, carry, [], (current) => ({ carry: body(current), results: null }));
  const predicate = tracePredicate(operation, { ...carry, tensors: step.init }, cond);
  const outputs = bindPrimitive(whileP, [...predicate.captured, ...step.captured, ...step.init], {
    cond: predicate.graph,
    body: step.body,
    condConsts: predicate.captured.length,
    bodyConsts: step.captured.length,
  });
  return unflatten(carry.def, outputs);
}

function tracePredicate(
  operation: string,
  carry: Leaves,
  cond: (carry: unknown) => TensorLike,
): { readonly graph: Graph; readonly captured: readonly Tensor[] } {
  const builder = new GraphBuilder(operation);
  const inputs = carry.tensors.map(({ spec }, i) => builder.input(spec, carry.weak[i]));
  return withInterpreter(builder, () => {
    const result = cond(unflatten(carry.def, inputs));
    const { graph, captured } = builder.finish([booleanOf(operation, result)]);
    const own = inputs.length;
    return {
      graph: { ...graph, inputs: [...graph.inputs.slice(own), ...graph.inputs.slice(0, own)] },
      captured,
    };
  });
}

function booleanOf(operation: string, result: unknown): Tensor {
  if (typeof result === "boolean") return constant(result, "bool");
  if (isTensor(result) && result.ndim === 0 && result.dtype === "bool") return result;
  throw new ArgumentInvalidError({
    operation,
    problem: "cond does not return a truth value",
    expected: "bool[]",
    received: isTensor(result) ? formatSpec(result.spec) : typeof result,
    hint: "Compare with x.less(…), and reduce with np.any or np.all.",
  });
}
