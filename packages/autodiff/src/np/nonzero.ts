import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full, iota } from "../lax/creation.ts";
import { cumsum } from "../lax/cumulative.ts";
import * as lax from "../lax/elementwise.ts";
import { reshape } from "../lax/movement.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { storageOf } from "../tensor/concrete.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { stack } from "./movement.ts";
import { tensorOf } from "./operands.ts";
import { searchsorted } from "./searching.ts";
import { requireOptions } from "./require-options.ts";

export interface SizeOptions {
  /** How many results there are to be: needed under `jit`, where a shape cannot depend on values. More are cut off. */
  readonly size?: number;
  /** What stands in the place of results that there are too few of. Default 0. */
  readonly fillValue?: number;
}

/**
 * Where elements are not zero: for each axis the positions, in C order.
 *
 * @returns for each axis `i32[n]`.
 * @throws ArgumentInvalidError for a traced tensor without `size`.
 * @example
 * ```ts
 * const [rows, columns] = np.nonzero(np.array([[0, 1], [2, 0]]));
 * await rows.array(); // => [0,1]
 * await columns.array(); // => [1,0]
 * ```
 */
export function nonzero(x: TensorLike, options: SizeOptions = {}): Tensor[] {
  return positions("np.nonzero", tensorOf("np.nonzero", x), options);
}

/**
 * Where elements of the flattened tensor are not zero: `i32[n]`.
 *
 * @throws ArgumentInvalidError for a traced tensor without `size`.
 * @example
 * ```ts
 * const x = np.array([0, 5, 0, 7]);
 * await np.flatnonzero(x).array(); // => [1,3]
 * await np.flatnonzero(x, { size: 3, fillValue: -1 }).array(); // => [1,3,-1]
 * ```
 */
export function flatnonzero(x: TensorLike, options: SizeOptions = {}): Tensor {
  const tensor = tensorOf("np.flatnonzero", x);
  const [places] = positions("np.flatnonzero", reshape(tensor, [tensor.size]), options);
  if (!places) throw new Error("a vector has one axis");
  return places;
}

/**
 * Where elements are not zero, a row for each: `i32[n, x.ndim]`.
 *
 * @throws ArgumentInvalidError for a traced tensor without `size`.
 * @example
 * ```ts
 * await np.argwhere(np.array([[0, 1], [2, 0]])).array(); // => [[0,1],[1,0]]
 * ```
 */
export function argwhere(x: TensorLike, options: SizeOptions = {}): Tensor {
  const tensor = tensorOf("np.argwhere", x);
  if (tensor.ndim === 0) {
    throw new ArgumentInvalidError({
      operation: "np.argwhere",
      problem: "a scalar has no positions",
      expected: "a tensor with an axis",
      received: formatSpec(tensor.spec),
    });
  }
  return stack(positions("np.argwhere", tensor, options), { axis: 1 });
}

function positions(operation: string, x: Tensor, options: SizeOptions): Tensor[] {
  requireOptions(operation, options, "{ size, fillValue }");
  const { size, fillValue = 0 } = options;
  if (x.ndim === 0)
    return positions(operation, reshape(x, [1]), size === undefined ? {} : { size, fillValue });
  const truth = lax.convertElementType(reshape(x, [x.size]), "bool");
  const count = size ?? countOf(operation, truth);
  requireCount(operation, "size", count);
  const places = placesOf(truth, count);
  const found = lax.lt(places, full([count], x.size, "int32"));
  const filler = full([count], fillValue, "int32");
  return unraveled(places, x.shape).map((index) => lax.select(found, index, filler));
}

/** How many elements hold, of a tensor that has its values at hand. */
export function countOf(operation: string, truth: Tensor): number {
  if (storageOf(truth) !== null) return Array.from(truth.dataSync()).filter((value) => value !== 0).length;
  throw new ArgumentInvalidError({
    operation,
    problem: "the number of results depends on values that a traced tensor does not have",
    expected: "a size",
    received: formatSpec(truth.spec),
    hint: "Say how many results there are to be: { size: 10, fillValue: -1 }.",
  });
}

/** The places of the first `count` elements that hold; the number of elements where there is no more. */
export function placesOf(truth: Tensor, count: number): Tensor {
  if (truth.size === 0) return full([count], 0, "int32");
  const upTo = cumsum(lax.convertElementType(truth, "int32"), 0);
  // The n-th of them is the first place up to which there are n.
  return searchsorted(upTo, lax.add(iota("int32", count), full([count], 1, "int32")));
}

/** Places in C order as positions on each axis. */
function unraveled(places: Tensor, shape: Shape): Tensor[] {
  const number = (value: number): Tensor => full(places.shape, value, places.dtype);
  return shape.map((size, axis) => {
    const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    return lax.rem(lax.div(places, number(Math.max(1, stride))), number(Math.max(1, size)));
  });
}
