import { whileLoop } from "../lax/control/while-loop.ts";
import { stopGradient } from "../lax/composed.ts";
import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reduceOr } from "../lax/reduction.ts";
import type { Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { uniform } from "./distributions.ts";
import { keyAt } from "./integers.ts";
import { split } from "./keys.ts";
import { logGamma } from "./log-gamma.ts";
import { spread } from "./parameters.ts";

/** Below, Knuth's method; from here on, rejection. */
const LARGE = 10;

/**
 * Poisson distributed counts: `i32[...shape]`.
 *
 * @param lam the mean, not negative; broadcasts to the shape, which by default is its own.
 * @see Hörmann (1993), The transformed rejection method for generating Poisson random variables.
 * @example
 * ```ts
 * random.poisson(random.key(0), 3.5, [2]).dtype; // => int32
 * ```
 */
export function poisson(from: Tensor, lam: TensorLike, shape?: Shape): Tensor {
  const {
    parameters: [spreadOut],
  } = spread("random.poisson", shape, lam);
  const mean = stopGradient(lax.convertElementType(spreadOut, "float32"));
  // Also of NaN, for which rejection would never end.
  const small = lax.bitwiseNot(lax.ge(mean, filled(mean, LARGE)));
  const few = counted(from, lax.select(small, mean, zerosOf(mean.spec)));
  const many = transformed(from, lax.select(small, filled(mean, 1e5), mean));
  const counts = lax.select(small, few, lax.convertElementType(many, "int32"));
  return lax.select(lax.eq(mean, zerosOf(mean.spec)), zerosOf(counts.spec), counts);
}

const filled = (like: Tensor, value: number): Tensor => full(like.shape, value, like.dtype);

const some = (x: Tensor): Tensor =>
  reduceOr(
    x,
    x.shape.map((_, axis) => axis),
  );

/** How many uniform numbers can be multiplied before the product falls below `e^−mean`: Knuth's method. */
function counted(from: Tensor, mean: Tensor): Tensor {
  const limit = lax.neg(mean);
  const { count } = whileLoop(
    ({ logProduct }) => some(lax.gt(logProduct, limit)),
    ({ key, count: before, logProduct }) => {
      const keys = split(key);
      const one = full(before.shape, 1, "int32");
      return {
        key: keyAt(keys, 0),
        count: lax.select(lax.gt(logProduct, limit), lax.add(before, one), before),
        logProduct: lax.add(logProduct, lax.log(uniform(keyAt(keys, 1), mean.shape))),
      };
    },
    { key: from, count: full(mean.shape, 0, "int32"), logProduct: zerosOf(mean.spec) },
  );
  return lax.sub(count, full(count.shape, 1, "int32"));
}

/** Hörmann's PTRS, with his names. */
function transformed(from: Tensor, mean: Tensor): Tensor {
  const number = (value: number): Tensor => filled(mean, value);
  const scaled = (factor: number, x: Tensor): Tensor => lax.mul(number(factor), x);
  const b = lax.add(number(0.931), scaled(2.53, lax.sqrt(mean)));
  const a = lax.add(number(-0.059), scaled(0.02483, b));
  const inverseAlpha = lax.add(number(1.1239), lax.div(number(1.1328), lax.sub(b, number(3.4))));
  const vr = lax.sub(number(0.9277), lax.div(number(3.6224), lax.sub(b, number(2))));
  const logMean = lax.log(mean);

  const { result } = whileLoop(
    ({ accepted }) => some(lax.bitwiseNot(accepted)),
    ({ key, accepted, result: before }) => {
      const keys = split(key, 3);
      const u = lax.sub(uniform(keyAt(keys, 1), mean.shape), number(0.5));
      const v = uniform(keyAt(keys, 2), mean.shape);
      const us = lax.sub(number(0.5), lax.abs(u));
      const slope = lax.add(lax.div(scaled(2, a), us), b);
      const k = lax.floor(lax.add(lax.add(lax.mul(slope, u), mean), number(0.43)));

      const density = lax.add(lax.div(a, lax.mul(us, us)), b);
      const s = lax.log(lax.div(lax.mul(v, inverseAlpha), density));
      const logFactorial = logGamma(lax.add(k, number(1)));
      const t = lax.sub(lax.add(lax.neg(mean), lax.mul(k, logMean)), logFactorial);

      const quickly = lax.bitwiseAnd(lax.ge(us, number(0.07)), lax.le(v, vr));
      const outside = lax.bitwiseAnd(lax.lt(us, number(0.013)), lax.gt(v, us));
      const rejected = lax.bitwiseOr(lax.lt(k, number(0)), outside);
      const slowly = lax.bitwiseAnd(lax.bitwiseNot(rejected), lax.le(s, t));
      const accept = lax.bitwiseOr(quickly, slowly);
      return {
        key: keyAt(keys, 0),
        accepted: lax.bitwiseOr(accepted, accept),
        result: lax.select(accept, k, before),
      };
    },
    { key: from, accepted: lax.convertElementType(zerosOf(mean.spec), "bool"), result: number(-1) },
  );
  return result;
}
