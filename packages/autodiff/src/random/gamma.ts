import { RuleAbsentError } from "../errors/tensor-errors.ts";
import { whileLoop } from "../lax/control/while-loop.ts";
import { constant } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reshape } from "../lax/movement.ts";
import type { Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { customJvp } from "../transform/custom-jvp.ts";
import { vmap } from "../transform/vmap.ts";
import { exponential } from "./continuous.ts";
import { uniform } from "./distributions.ts";
import { keyAt } from "./integers.ts";
import { split } from "./keys.ts";
import { normal } from "./normal.ts";
import { spread } from "./parameters.ts";

/**
 * Gamma distributed with concentration `a` and rate 1: `f32[...shape]`. The samples are constants to differentiation: a
 * derivative by `a` is an error.
 *
 * @param a positive; broadcasts to the shape, which by default is its own.
 * @see Marsaglia and Tsang (2000), A simple method for generating gamma variables; in the order of JAX.
 * @example
 * ```ts
 * random.gamma(random.key(0), 2.5, [3]).shape; // => [3]
 * ```
 */
export function gamma(from: Tensor, a: TensorLike, shape?: Shape): Tensor {
  return sampled("random.gamma", from, a, shape, samples);
}

/**
 * The logarithm of {@link gamma}, which does not underflow for small `a`.
 *
 * @example
 * ```ts
 * random.loggamma(random.key(0), 0.001, [3]).shape; // => [3]
 * await random.loggamma(random.key(0), 0.001, [100]).min().greater(-Infinity).array(); // => true
 * ```
 */
export function loggamma(from: Tensor, a: TensorLike, shape?: Shape): Tensor {
  return sampled("random.loggamma", from, a, shape, logSamples);
}

function sampled(
  operation: string,
  from: Tensor,
  a: TensorLike,
  shape: Shape | undefined,
  draw: (keys: Tensor, concentrations: Tensor) => Tensor,
): Tensor {
  const {
    shape: result,
    parameters: [concentration],
  } = spread(operation, shape, a);
  const count = concentration.size;
  if (count === 0) return concentration;
  return reshape(draw(split(from, count), reshape(concentration, [count])), result);
}

/** Each sample has a key of its own and rejects for itself. */
const samples = withoutDerivative("random.gamma", (key, a) => {
  const { size, boosted, rest } = accepted(key, a);
  const u = lax.sub(constant(1, "float32"), uniform(rest));
  const boost = lax.select(boosted, constant(1, "float32"), lax.pow(u, lax.div(constant(1, "float32"), a)));
  return lax.mul(size, boost);
});

const logSamples = withoutDerivative("random.loggamma", (key, a) => {
  const { size, boosted, rest } = accepted(key, a);
  const [zero, one] = [constant(0, "float32"), constant(1, "float32")];
  const logarithm = lax.neg(exponential(rest));
  const none = lax.bitwiseOr(boosted, lax.eq(logarithm, zero));
  return lax.add(lax.log(size), lax.select(none, zero, lax.mul(logarithm, lax.div(one, a))));
});

function withoutDerivative(
  operation: string,
  draw: (key: Tensor, a: Tensor) => Tensor,
): (keys: Tensor, concentrations: Tensor) => Tensor {
  const all = customJvp((keys: Tensor, concentrations: Tensor) => vmap(draw)(keys, concentrations));
  return all.defJvp(() => {
    throw new RuleAbsentError({
      operation,
      problem: "the samples have no derivative by the concentration",
      expected: "a concentration that is not differentiated by",
      received: "one that is",
      hint: "Use stopGradient(a).",
    });
  });
}

interface Accepted {
  /** Gamma distributed with concentration a, or a + 1 where that is below 1. */
  readonly size: Tensor;
  /** Where the concentration is at least 1. */
  readonly boosted: Tensor;
  readonly rest: Tensor;
}

function accepted(key: Tensor, a: Tensor): Accepted {
  const scalar = (value: number): Tensor => constant(value, "float32");
  const one = scalar(1);
  const boosted = lax.ge(a, one);
  const shifted = lax.select(boosted, a, lax.add(a, one));
  const d = lax.sub(shifted, scalar(1 / 3));
  const c = lax.div(scalar(1 / 3), lax.sqrt(d));

  const [first, rest] = keysOf(key, 2);
  const initial = { key: first, square: scalar(0), v: one, u: scalar(2) };
  const { v } = whileLoop(
    ({ square, v: cube, u }) => {
      const quick = lax.sub(one, lax.mul(scalar(0.0331), lax.mul(square, square)));
      const slow = lax.add(
        lax.mul(square, scalar(0.5)),
        lax.mul(d, lax.add(lax.sub(one, cube), lax.log(cube))),
      );
      return lax.bitwiseAnd(lax.ge(u, quick), lax.ge(lax.log(u), slow));
    },
    ({ key: current }) => {
      const [next, forNormal, forUniform] = keysOf(current, 3);
      const { x, v: root } = positive(forNormal, c);
      return {
        key: next,
        square: lax.mul(x, x),
        v: lax.mul(lax.mul(root, root), root),
        u: uniform(forUniform),
      };
    },
    initial,
  );
  return { size: lax.mul(d, v), boosted, rest };
}

/** A normal sample for which `1 + c·x` is positive, and that number. */
function positive(key: Tensor, c: Tensor): { readonly x: Tensor; readonly v: Tensor } {
  const one = constant(1, "float32");
  return whileLoop(
    ({ v }) => lax.le(v, constant(0, "float32")),
    ({ key: current }) => {
      const [next, forNormal] = keysOf(current, 2);
      const x = normal(forNormal);
      return { key: next, x, v: lax.add(one, lax.mul(x, c)) };
    },
    { key, x: constant(0, "float32"), v: constant(-1, "float32") },
  );
}

function keysOf(key: Tensor, count: 2 | 3): readonly [Tensor, Tensor, Tensor] {
  const keys = split(key, count);
  return [keyAt(keys, 0), keyAt(keys, 1), keyAt(keys, count - 1)];
}
