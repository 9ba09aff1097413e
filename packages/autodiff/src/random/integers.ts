import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bitcastConvertType } from "../lax/bits.ts";
import { constant, full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reshape, slice } from "../lax/movement.ts";
import { broadcastTo } from "../np/movement.ts";
import type { DType } from "../tensor/dtype.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import { bernoulli, uniform } from "./distributions.ts";
import { randomBits, split } from "./keys.ts";
import { spread } from "./parameters.ts";
import { requireOptions } from "../np/require-options.ts";

type Drawn = "int32" | "uint32";

const RANGES: Readonly<Record<Drawn, { readonly least: number; readonly above: number }>> = {
  int32: { least: -(2 ** 31), above: 2 ** 31 },
  uint32: { least: 0, above: 2 ** 32 },
};

export interface RandintOptions {
  /** `int32`, the default, or `uint32`. */
  readonly dtype?: Drawn;
}

/**
 * Whole numbers, each as likely as the others, in `[minval, maxval)`: `i32[...shape]`. Bounds may be tensors that
 * broadcast to the shape; where `maxval ≤ minval` the result is `minval`.
 *
 * @throws ArgumentInvalidError for bounds that are not whole.
 * @example
 * ```ts
 * await random.randint(random.key(0), [5], 0, 100).array(); // => [89,0,12,73,71]
 * ```
 */
export function randint(
  from: Tensor,
  shape: Shape,
  minval: number | Tensor,
  maxval: number | Tensor,
  options: RandintOptions = {},
): Tensor {
  requireOptions("random.randint", options, "{ dtype }");
  const { dtype = "int32" } = options;
  if (!Object.hasOwn(RANGES, dtype)) {
    throw new ArgumentInvalidError({
      operation: "random.randint",
      problem: "dtype not supported",
      expected: Object.keys(RANGES).join(" or "),
      received: dtype,
      hint: "Convert the result with astype.",
    });
  }
  const [low, span] = intervalOf(minval, maxval, dtype);
  // Two draws make up for the bias of a remainder: (high·2³² + low) mod span, with 2³² mod span = (2¹⁶ mod span)² mod span.
  const [highKey, lowKey] = [keyAt(split(from), 0), keyAt(split(from), 1)];
  const [high, less] = [highKey, lowKey].map((key) => randomBits("random.randint", key, shape)) as [
    Tensor,
    Tensor,
  ];
  const half = lax.rem(full(span.shape, 2 ** 16, "uint32"), span);
  const multiplier = broadcastTo(lax.rem(lax.mul(half, half), span), shape);
  const spread = broadcastTo(span, shape);
  const drawn = lax.add(lax.mul(lax.rem(high, spread), multiplier), lax.rem(less, spread));
  const offset = lax.convertElementType(lax.rem(drawn, spread), "uint32");
  return lax.add(broadcastTo(low, shape), bitcastConvertType(offset, dtype));
}

/** The key of a row: `u32[2]` of `u32[n, 2]`. */
export function keyAt(keys: Tensor, row: number): Tensor {
  return reshape(slice(keys, [row, 0], [row + 1, 2]), [2]);
}

/** The lower bound, and how many numbers there are: `u32`, where 0 stands for all 2³². */
function intervalOf(
  minval: number | Tensor,
  maxval: number | Tensor,
  dtype: Drawn,
): readonly [low: Tensor, span: Tensor] {
  if (!isTensor(minval) && !isTensor(maxval)) {
    const { least, above } = RANGES[dtype];
    const [low, high] = [minval, maxval].map((bound) => Math.max(least, Math.min(above, whole(bound)))) as [
      number,
      number,
    ];
    const start = Math.min(low, above - 1);
    return [constant(start, dtype), constant(high > start ? (high - start) % 2 ** 32 : 1, "uint32")];
  }
  const [low, high] = [minval, maxval].map((bound) => boundOf(bound, dtype)) as [Tensor, Tensor];
  const shape = low.ndim >= high.ndim ? low.shape : high.shape;
  const [start, end] = [broadcastTo(low, shape), broadcastTo(high, shape)];
  const span = bitcastConvertType(lax.sub(end, start), "uint32");
  return [start, lax.select(lax.le(end, start), full(shape, 1, "uint32"), span)];
}

function boundOf(bound: number | Tensor, dtype: DType): Tensor {
  if (!isTensor(bound)) return constant(whole(bound), dtype);
  if (bound.dtype === "int32" || bound.dtype === "uint32") return lax.convertElementType(bound, dtype);
  throw notWhole(formatSpec(bound.spec));
}

function whole(bound: number): number {
  if (Number.isInteger(bound)) return bound;
  throw notWhole(String(bound));
}

function notWhole(received: string): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "random.randint",
    problem: "a bound is not whole",
    expected: "whole numbers, or tensors of i32 or u32",
    received,
  });
}

/**
 * −1 or 1, equally likely: `i32[...shape]`.
 *
 * @example
 * ```ts
 * await random.rademacher(random.key(0), [6]).array(); // => [-1,-1,1,1,-1,1]
 * ```
 */
export function rademacher(from: Tensor, shape: Shape = []): Tensor {
  const flips = lax.convertElementType(bernoulli(from, 0.5, shape), "int32");
  return lax.sub(lax.add(flips, flips), full(shape, 1, "int32"));
}

/**
 * How often has to be tried until something of probability `p` happens, at least once: `i32[...shape]`.
 *
 * @example
 * ```ts
 * await random.geometric(random.key(0), 0.3, [6]).array(); // => [1,1,4,3,2,6]
 * ```
 */
export function geometric(from: Tensor, p: TensorLike, shape?: Shape): Tensor {
  const { shape: result, parameters } = spread("random.geometric", shape, p);
  const u = uniform(from, result);
  const one = full(result, 1, u.dtype);
  // ln 0 would be infinitely many.
  const positive = lax.select(lax.eq(u, full(result, 0, u.dtype)), one, u);
  const failures = lax.floor(lax.div(lax.log(positive), lax.log1p(lax.neg(parameters[0]))));
  return lax.convertElementType(lax.add(failures, one), "int32");
}
