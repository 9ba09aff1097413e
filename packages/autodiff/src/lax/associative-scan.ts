import type { Tensor } from "../tensor/tensor.ts";
import { constant } from "./creation.ts";
import { add, bitwiseOr } from "./elementwise.ts";
import { concatenate, pad, rev, slice } from "./movement.ts";
import { present } from "../graph/present.ts";

/** Combines two runs of elements, the earlier one first: one tensor for each component. */
export type Combine = (earlier: readonly Tensor[], later: readonly Tensor[]) => readonly Tensor[];

/**
 * Along an axis, the combination of each element and all before it (`reverse`: after it), in log₂ n steps. The elements
 * may have several components; the combination has to be associative.
 */
export function associativeScan(
  combine: Combine,
  elements: readonly Tensor[],
  { axis, reverse }: { readonly axis: number; readonly reverse: boolean },
): readonly Tensor[] {
  if (!reverse) return scan(combine, elements, axis);
  const backwards = (list: readonly Tensor[]): Tensor[] => list.map((x) => rev(x, [axis]));
  return backwards(scan(combine, backwards(elements), axis));
}

/** Pairs of neighbours are combined, what they make is scanned, and the elements between are filled in. */
function scan(combine: Combine, elements: readonly Tensor[], axis: number): readonly Tensor[] {
  const count = elements[0]?.shape[axis] ?? 0;
  if (count < 2) return elements;
  const some = (list: readonly Tensor[], start: number, limit: number, stride: number): Tensor[] =>
    list.map((x) => sliceAlong(x, axis, start, limit, stride));

  const pairs = combine(some(elements, 0, count - 1, 2), some(elements, 1, count, 2));
  const odd = scan(combine, pairs, axis);
  if (count === 2) return interleave(some(elements, 0, 1, 1), odd, axis);
  const known = count % 2 === 0 ? some(odd, 0, count / 2 - 1, 1) : odd;
  const filled = combine(known, some(elements, 2, count, 2));
  const even = some(elements, 0, 1, 1).map((first, i) =>
    concatenate([first, ...filled.slice(i, i + 1)], axis),
  );
  return interleave(even, odd, axis);
}

function sliceAlong(x: Tensor, axis: number, start: number, limit: number, stride: number): Tensor {
  const along = (value: number, others: readonly number[]): number[] =>
    others.map((other, i) => (i === axis ? value : other));
  const [zeros, ones] = [x.shape.map(() => 0), x.shape.map(() => 1)];
  return slice(x, along(start, zeros), along(limit, x.shape), along(stride, ones));
}

/** Elements of even and of odd positions, of which there are as many or one less. */
function interleave(even: readonly Tensor[], odd: readonly Tensor[], axis: number): Tensor[] {
  return even.map((x, i) => {
    const y = present(odd[i]);
    const [length, rest] = [x.shape[axis] ?? 0, y.shape[axis] ?? 0];
    const spaced = (part: Tensor, low: number, high: number): Tensor =>
      pad(
        part,
        constant(0, part.dtype),
        part.shape.map((_, j) => (j === axis ? [low, high, 1] : [0, 0, 0])),
      );
    const join = x.dtype === "bool" ? bitwiseOr : add;
    return join(spaced(x, 0, rest === length ? 1 : 0), spaced(y, 1, rest === length ? 0 : 1));
  });
}
