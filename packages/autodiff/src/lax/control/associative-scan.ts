import { ArgumentInvalidError, ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { unflatten } from "../../tree/flatten.ts";
import type { MapLeaves } from "../../tree/map-leaves.ts";
import { concatenate, reshape, rev, slice } from "../movement.ts";
import { atPath, leavesOf, requireSameStructure, type Tree } from "./leaves.ts";
import { requireOptions } from "../../np/require-options.ts";
import { requireFunction } from "../../errors/require-function.ts";

const NAME = "lax.associativeScan";

export interface AssociativeScanOptions {
  /** From the end to the beginning. Default `false`. */
  readonly reverse?: boolean;
  /** The axis along which elements follow each other. Default 0. */
  readonly axis?: number;
}

/**
 * All partial results `e₀`, `f(e₀, e₁)`, `f(f(e₀, e₁), e₂)`, … of an associative function, in a logarithmic number of
 * steps. `f` gets many pairs at once: it has to work element by element along the axis.
 *
 * @param f associative: `f(f(a, b), c) = f(a, f(b, c))`.
 * @param elems a tree of tensors with equal sizes along the axis.
 * @example
 * ```ts
 * await lax.associativeScan((a, b) => a.mul(b), np.array([1, 2, 3, 4])).array(); // => [1,2,6,24]
 * ```
 */
export function associativeScan<E extends Tree>(
  f: (
    a: NoInfer<MapLeaves<E, Tensor>>,
    b: NoInfer<MapLeaves<E, Tensor>>,
  ) => NoInfer<MapLeaves<E, TensorLike>>,
  elems: E,
  options: AssociativeScanOptions = {},
): MapLeaves<E, Tensor> {
  requireOptions("lax.associativeScan", options, "{ reverse, axis }");
  requireFunction(NAME, "f", f);
  const { reverse = false, axis = 0 } = options;
  const given = leavesOf(NAME, "elems", elems);
  const axes = given.tensors.map((tensor, i) => axisOf(tensor, axis, given.paths[i]));
  const size = given.tensors[0]?.shape[axes[0] ?? 0] ?? 0;
  const other = given.tensors.findIndex((tensor, i) => tensor.shape[axes[i] ?? 0] !== size);
  const different = given.tensors[other];
  if (different) {
    throw new ShapeMismatchError({
      operation: NAME,
      problem: `elems differ in size along axis ${axis}${atPath(given.paths[other])}`,
      expected: `${size} elements${atPath(given.paths[0])}`,
      received: formatSpec(different.spec),
    });
  }
  const combine = (a: readonly Tensor[], b: readonly Tensor[]): readonly Tensor[] => {
    type Elements = MapLeaves<E, Tensor>;
    const result = f(unflatten(given.def, a) as Elements, unflatten(given.def, b) as Elements);
    const combined = leavesOf(NAME, "the result", result);
    requireSameStructure(NAME, given, combined);
    return combined.tensors;
  };
  const turned = (list: readonly Tensor[]): readonly Tensor[] =>
    reverse ? list.map((tensor, i) => rev(tensor, [axes[i] ?? 0])) : list;
  const results = turned(partialResults(turned(given.tensors), axes, combine));
  return unflatten(given.def, results) as MapLeaves<E, Tensor>;
}

type Combine = (a: readonly Tensor[], b: readonly Tensor[]) => readonly Tensor[];

/** Pairs are combined, the results scanned, and the elements in between made of them. */
function partialResults(
  elements: readonly Tensor[],
  axes: readonly number[],
  combine: Combine,
): readonly Tensor[] {
  const axisAt = (i: number): number => axes[i] ?? 0;
  const count = elements[0]?.shape[axisAt(0)] ?? 0;
  if (count < 2) return elements;
  const every = (list: readonly Tensor[], from: number, to: number, step: number): Tensor[] =>
    list.map((tensor, i) => sliceAlong(tensor, axisAt(i), from, to, step));
  const paired = count - (count % 2);
  const pairs = combine(every(elements, 0, paired, 2), every(elements, 1, paired, 2));
  const odd = partialResults(pairs, axes, combine);
  const known = count % 2 === 0 ? every(odd, 0, paired / 2 - 1, 1) : odd;
  const first = every(elements, 0, 1, 1);
  const rest = count > 2 ? combine(known, every(elements, 2, count, 2)) : [];
  return first.map((head, i) => {
    const tail = rest[i];
    const even = tail ? concatenate([head, tail], axisAt(i)) : head;
    return interleaved(even, odd[i] ?? even, axisAt(i));
  });
}

function sliceAlong(x: Tensor, axis: number, from: number, to: number, step: number): Tensor {
  const at = (own: number, others: readonly number[]): number[] =>
    others.map((value, i) => (i === axis ? own : value));
  const zeros = x.shape.map(() => 0);
  return slice(
    x,
    at(from, zeros),
    at(to, x.shape),
    at(
      step,
      zeros.map(() => 1),
    ),
  );
}

/** even₀, odd₀, even₁, odd₁, …: as many of the first as of the second, or one more. */
function interleaved(even: Tensor, odd: Tensor, axis: number): Tensor {
  const pairs = odd.shape[axis] ?? 0;
  const lifted = [sliceAlong(even, axis, 0, pairs, 1), odd].map((x) =>
    reshape(x, x.shape.toSpliced(axis + 1, 0, 1)),
  );
  const joined = reshape(concatenate(lifted, axis + 1), odd.shape.with(axis, 2 * pairs));
  const count = even.shape[axis] ?? 0;
  return count === pairs ? joined : concatenate([joined, sliceAlong(even, axis, pairs, count, 1)], axis);
}

function axisOf(tensor: Tensor, axis: number, path: string | undefined): number {
  const position = axis < 0 ? axis + tensor.ndim : axis;
  if (Number.isInteger(position) && position >= 0 && position < tensor.ndim) return position;
  throw new ArgumentInvalidError({
    operation: NAME,
    problem: `no such axis${atPath(path)}`,
    expected: `an axis of ${formatSpec(tensor.spec)}`,
    received: String(axis),
  });
}
