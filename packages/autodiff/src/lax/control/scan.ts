import { ArgumentInvalidError, ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { bindPrimitive } from "../../interpreters/stack.ts";
import { scanP } from "../../primitives/scan.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { unflatten } from "../../tree/flatten.ts";
import type { MapLeaves } from "../../tree/map-leaves.ts";
import { atPath, type Leaves, leavesOf, type Tree } from "./leaves.ts";
import { traceLoop } from "./trace-loop.ts";
import { bindUnrolled } from "./unroll.ts";
import { requireFunction } from "../../errors/require-function.ts";
import { requireOptions } from "../../np/require-options.ts";

export interface ScanOptions {
  /** The number of steps; needed where `xs` has no leaves. */
  readonly length?: number;
  /** From the last slice to the first; `ys` keep the places of their `xs`. Default `false`. */
  readonly reverse?: boolean;
  /** How many steps are written one after the other in each turn of the loop; `true`: all. Default 1. */
  readonly unroll?: number | boolean;
}

/**
 * Runs `f` over the slices of `xs` along axis 0, handing a carry from step to step.
 *
 * Differentiable in both directions. The function is traced once, also without `jit`; inside of it a tensor has no value.
 *
 * @param f from the carry and one slice of `xs` to `[next carry, y]`.
 * @param init the first carry, a tree; a number takes the dtype that `f` makes of it.
 * @param xs a tree of tensors with equal sizes along axis 0; `null` with `length` for none.
 * @returns `[last carry, ys]`, the `ys` stacked along a new axis 0.
 * @throws TreeMismatchError, ShapeMismatchError or DTypeMismatchError if the carry changes its structure, shape or dtype.
 * @example
 * ```ts
 * const cumulative = (sum, x) => [sum.add(x), sum.add(x)];
 * const [total, sums] = lax.scan(cumulative, 0, np.array([1, 2, 3]));
 * await sums.array(); // => [1,3,6]
 * ```
 */
export function scan<C extends Tree, X extends Tree, Y extends Tree>(
  f: (
    carry: NoInfer<MapLeaves<C, Tensor>>,
    x: NoInfer<MapLeaves<X, Tensor>>,
  ) => readonly [carry: NoInfer<MapLeaves<C, TensorLike>>, y: Y],
  init: C,
  xs: X,
  options: ScanOptions = {},
): [carry: MapLeaves<C, Tensor>, ys: MapLeaves<Y, Tensor>] {
  requireFunction("lax.scan", "f", f);
  requireOptions("lax.scan", options, "{ length, reverse, unroll }");
  return scanTrees("lax.scan", f as (carry: unknown, x: unknown) => unknown, init, xs, options) as [
    MapLeaves<C, Tensor>,
    MapLeaves<Y, Tensor>,
  ];
}

/** {@link scan} under another name, for messages; `weak` slices give way to other dtypes, as numbers do. */
export function scanTrees(
  operation: string,
  f: (carry: unknown, x: unknown) => unknown,
  init: unknown,
  xs: unknown,
  options: ScanOptions & { readonly weak?: boolean },
): [carry: unknown, ys: unknown] {
  const carry = leavesOf(operation, "the carry", init);
  const slices = leavesOf(operation, "xs", xs);
  const length = lengthOf(operation, slices, options.length);
  const { reverse = false, unroll = 1, weak = false } = options;
  const specs = slices.tensors.map(({ shape, dtype }) => ({ shape: shape.slice(1), dtype, weak }));
  const {
    body,
    captured,
    init: first,
    results,
  } = traceLoop(operation, carry, specs, (current, x) => {
    const [next, y] = pairOf(operation, f(current, unflatten(slices.def, x)));
    return { carry: next, results: y };
  });
  const inputs = [...captured, ...first, ...slices.tensors];
  const params = { body, consts: captured.length, carries: first.length, length, reverse };
  const steps = unrolledSteps(operation, unroll, length);
  const outputs = steps > 1 ? bindUnrolled(inputs, params, steps) : bindPrimitive(scanP, inputs, params);
  return [
    unflatten(carry.def, outputs.slice(0, first.length)),
    unflatten(results.def, outputs.slice(first.length)),
  ];
}

function pairOf(operation: string, result: unknown): readonly [unknown, unknown] {
  if (Array.isArray(result) && result.length === 2) return [result[0], result[1]];
  throw new ArgumentInvalidError({
    operation,
    problem: "the function does not return a pair",
    expected: "[next carry, y]",
    received: Array.isArray(result) ? `a list of ${result.length}` : typeof result,
    hint: "Without anything to stack return [carry, null].",
  });
}

function lengthOf(operation: string, { tensors, paths }: Leaves, given: number | undefined): number {
  if (given !== undefined && !(Number.isSafeInteger(given) && given >= 0)) {
    throw new ArgumentInvalidError({
      operation,
      problem: "length is not a count",
      expected: "a whole number ≥ 0",
      received: String(given),
    });
  }
  tensors.forEach((tensor, i) => {
    if (tensor.ndim > 0) return;
    throw new ShapeMismatchError({
      operation,
      problem: `xs has no axis to scan${atPath(paths[i])}`,
      expected: "tensors with an axis 0",
      received: formatSpec(tensor.spec),
    });
  });
  const length = given ?? tensors[0]?.shape[0];
  if (length === undefined) {
    throw new ArgumentInvalidError({
      operation,
      problem: "the number of steps is not known",
      expected: "xs with a tensor, or { length }",
      received: "neither",
    });
  }
  const other = tensors.findIndex((tensor) => tensor.shape[0] !== length);
  const different = tensors[other];
  if (different === undefined) return length;
  throw new ShapeMismatchError({
    operation,
    problem: `xs differ in their number of slices${atPath(paths[other])}`,
    expected: given === undefined ? `${length} slices${atPath(paths[0])}` : `length ${length}`,
    received: formatSpec(different.spec),
  });
}

function unrolledSteps(operation: string, unroll: number | boolean, length: number): number {
  if (typeof unroll === "boolean") return unroll ? Math.max(length, 1) : 1;
  if (Number.isSafeInteger(unroll) && unroll >= 1) return Math.min(unroll, Math.max(length, 1));
  throw new ArgumentInvalidError({
    operation,
    problem: "unroll is not a number of steps",
    expected: "a whole number ≥ 1, or true for all",
    received: String(unroll),
  });
}
