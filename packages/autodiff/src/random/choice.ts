import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import { cumsum } from "../lax/cumulative.ts";
import * as lax from "../lax/elementwise.ts";
import { broadcastInDim, reshape, slice } from "../lax/movement.ts";
import { reduceSum } from "../lax/reduction.ts";
import { topK } from "../lax/sorting.ts";
import { tensorAxis } from "../np/axes.ts";
import { broadcastTo } from "../np/movement.ts";
import { floatTensor } from "../np/operands.ts";
import { take } from "../np/take.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";
import { formatSpec, type Shape, sizeOf } from "../tensor/spec.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { gumbel } from "./continuous.ts";
import { uniform } from "./distributions.ts";
import { randint } from "./integers.ts";
import { permutation } from "./ordering.ts";
import { requireOptions } from "../np/require-options.ts";

export interface ChoiceOptions {
  /** Whether an element may be chosen again. Default `true`. */
  readonly replace?: boolean;
  /** The probability of each element: `f32[n]`. Default: all alike. */
  readonly p?: Tensor;
  /** The axis of a tensor along which is chosen. Default 0. */
  readonly axis?: number;
}

/**
 * Random slices of a tensor, or random numbers of `0…n − 1`.
 *
 * @param a `n`, or a tensor.
 * @returns for a tensor its shape, with `shape` in the place of `axis`.
 * @throws ArgumentInvalidError for more elements than there are, without replacement.
 * @example
 * ```ts
 * const letters = random.choice(random.key(0), 26, [3], { replace: false });
 * letters.shape; // => [3]
 * ```
 */
export function choice(
  from: Tensor,
  a: number | Tensor,
  shape: Shape = [],
  options: ChoiceOptions = {},
): Tensor {
  requireOptions("random.choice", options, "{ replace, p, axis }");
  const { replace = true, p, axis = 0 } = options;
  requireShape("random.choice", shape);
  const along = isTensor(a) ? tensorAxis("random.choice", axis, a) : 0;
  const size = isTensor(a) ? (a.shape[along] ?? 0) : a;
  const draws = sizeOf(shape);
  const result = isTensor(a) ? a.shape.toSpliced(along, 1, ...shape) : shape;
  if (draws === 0) return full(result, 0, isTensor(a) ? a.dtype : "int32");
  requireEnough(size, draws, replace);
  if (p === undefined && !replace) {
    const order = permutation(from, a, { axis: along });
    const limit = order.shape.with(along, draws);
    return reshape(
      slice(
        order,
        limit.map(() => 0),
        limit,
      ),
      result,
    );
  }
  const indices = p === undefined ? randint(from, shape, 0, size) : weighted(from, size, shape, replace, p);
  return isTensor(a)
    ? take(a, reshape(indices, shape), { axis: along, mode: "clip" })
    : reshape(indices, shape);
}

function requireEnough(size: number, draws: number, replace: boolean): void {
  if (Number.isInteger(size) && size > 0 && (replace || draws <= size)) return;
  throw new ArgumentInvalidError({
    operation: "random.choice",
    problem: "not enough to choose from",
    expected: replace ? "at least one element" : `at least ${draws} elements, for none is taken twice`,
    received: String(size),
  });
}

function weighted(from: Tensor, size: number, shape: Shape, replace: boolean, p: Tensor): Tensor {
  if (p.ndim !== 1 || p.size !== size) {
    throw new ShapeMismatchError({
      operation: "random.choice",
      problem: "the probabilities do not fit",
      expected: `one for each element: [${size}]`,
      received: formatSpec(p.spec),
    });
  }
  const weights = floatTensor("random.choice", p);
  if (!replace) {
    const noise = lax.convertElementType(gumbel(from, [size]), weights.dtype);
    return topK(lax.add(noise, lax.log(weights)), sizeOf(shape))[1];
  }
  const bounds = cumsum(weights, 0);
  const total = broadcastTo(slice(bounds, [size - 1], [size]), shape.length === 0 ? [1] : shape);
  const u = reshape(lax.convertElementType(uniform(from, shape), weights.dtype), total.shape);
  const r = lax.mul(total, lax.sub(full(u.shape, 1, u.dtype), u));
  return reshape(countBelow(bounds, r), shape);
}

/** How many of the bounds each `r` lies above: the place of the first that it does not. */
function countBelow(bounds: Tensor, r: Tensor): Tensor {
  const shape = [...r.shape, bounds.size];
  const above = lax.lt(
    broadcastInDim(bounds, shape, [r.ndim]),
    broadcastInDim(
      r,
      shape,
      r.shape.map((_, axis) => axis),
    ),
  );
  return reduceSum(lax.convertElementType(above, "int32"), [r.ndim]);
}
