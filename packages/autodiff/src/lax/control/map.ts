import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { vmap } from "../../transform/vmap.ts";
import { map as mapLeaves } from "../../tree/map.ts";
import type { MapLeaves } from "../../tree/map-leaves.ts";
import { concatenate, reshape, slice } from "../movement.ts";
import { leavesOf, type Tree } from "./leaves.ts";
import { scanTrees } from "./scan.ts";
import { requireOptions } from "../../np/require-options.ts";
import { requireFunction } from "../../errors/require-function.ts";

export interface MapOptions {
  /** How many slices are computed at once, as by `vmap`. Default: one after the other. */
  readonly batchSize?: number;
}

/**
 * Applies `f` to each slice along axis 0, one after the other, and stacks the results: as `vmap`, with the memory of one, or
 * of `batchSize`.
 *
 * @example
 * ```ts
 * await lax.map((x) => x.mul(x), np.array([1, 2, 3])).array(); // => [1,4,9]
 * await lax.map((x) => x.mul(x), np.array([1, 2, 3]), { batchSize: 2 }).array(); // => [1,4,9]
 * ```
 */
export function map<X extends Tree, Y extends Tree>(
  f: (x: NoInfer<MapLeaves<X, Tensor>>) => Y,
  xs: X,
  options: MapOptions = {},
): MapLeaves<Y, Tensor> {
  requireOptions("lax.map", options, "{ batchSize }");
  requireFunction("lax.map", "f", f);
  const { batchSize } = options;
  if (batchSize === undefined) return each(f as (x: unknown) => unknown, xs) as MapLeaves<Y, Tensor>;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new ArgumentInvalidError({
      operation: "lax.map",
      problem: "batchSize is not a number of slices",
      expected: "a whole number ≥ 1",
      received: String(batchSize),
    });
  }
  return batched(f as (x: unknown) => unknown, xs, batchSize) as MapLeaves<Y, Tensor>;
}

function each(f: (x: unknown) => unknown, xs: unknown): unknown {
  return scanTrees("lax.map", (_, x) => [null, f(x)], null, xs, {})[1];
}

/** Whole batches one after the other, and what is left over at once. */
function batched(f: (x: unknown) => unknown, xs: unknown, batchSize: number): unknown {
  const length = leavesOf("lax.map", "xs", xs).tensors[0]?.shape[0] ?? 0;
  const whole = Math.floor(length / batchSize);
  if (whole === 0) return length === 0 ? each(f, xs) : vmap(f)(xs);
  const covered = whole * batchSize;
  const stacked = mapLeaves(
    (x: Tensor) => reshape(rows(x, 0, covered), [whole, batchSize, ...x.shape.slice(1)]),
    xs,
  );
  const flat = mapLeaves((y: Tensor) => reshape(y, [covered, ...y.shape.slice(2)]), each(vmap(f), stacked));
  if (covered === length) return flat;
  const rest = vmap(f)(mapLeaves((x: Tensor) => rows(x, covered, length), xs));
  return mapLeaves((y: Tensor, more: Tensor) => concatenate([y, more], 0), flat, rest);
}

function rows(x: Tensor, from: number, to: number): Tensor {
  return slice(
    x,
    x.shape.map((_, axis) => (axis === 0 ? from : 0)),
    [to, ...x.shape.slice(1)],
  );
}
