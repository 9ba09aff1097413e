import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bitcastConvertType, shiftRightLogical } from "../lax/bits.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Shape } from "../tensor/spec.ts";
import { broadcastTo } from "../np/movement.ts";
import { floatTensor } from "../np/operands.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { randomBits } from "./keys.ts";
import { scaleUnit } from "./scale-unit.ts";
import { requireOptions } from "../np/require-options.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

/**
 * Random bits: `u32[...shape]`.
 *
 * @example
 * ```ts
 * await random.bits(random.key(0), [2]).array(); // => [4070199207,4202968722]
 * ```
 */
export function bits(from: Tensor, shape: Shape = []): Tensor {
  return randomBits("random.bits", from, shape);
}

export interface UniformOptions {
  /** Included. Default 0. A tensor broadcasts to the shape. */
  readonly minval?: number | Tensor;
  /** Excluded. Default 1. A tensor broadcasts to the shape. */
  readonly maxval?: number | Tensor;
  /** Default `float32`. */
  readonly dtype?: DType;
}

/**
 * Uniformly distributed in `[minval, maxval)`: `f32[...shape]`, the same bits as JAX.
 *
 * @example
 * ```ts
 * const x = random.uniform(random.key(0), [2]);
 * x.shape; // => [2]
 * ```
 */
export function uniform(from: Tensor, shape: Shape = [], options: UniformOptions = {}): Tensor {
  requireOptions("random.uniform", options, "{ minval, maxval, dtype }");
  const { minval = 0, maxval = 1, dtype = "float32" } = options;
  if (dtype !== "float32") {
    throw new ArgumentInvalidError({
      operation: "random.uniform",
      problem: "dtype not supported",
      expected: "float32",
      received: dtype,
      hint: "Convert the result with astype.",
    });
  }
  const [low, high] = [minval, maxval].map((bound) =>
    isTensor(bound) ? broadcastTo(lax.convertElementType(bound, "float32"), shape) : bound,
  ) as [number | Tensor, number | Tensor];
  return scaleUnit(unit("random.uniform", from, shape), low, high);
}

/** 23 random bits as a fraction: `f32[...shape]` in [0, 1). */
function unit(operation: string, from: Tensor, shape: Shape): Tensor {
  const filled = (value: number, as: DType): Tensor => full(shape, value, as);
  const fraction = shiftRightLogical(randomBits(operation, from, shape), filled(9, "uint32"));
  // As the fraction of a float in [1, 2).
  const one = bitcastConvertType(filled(1, "float32"), "uint32");
  return lax.sub(bitcastConvertType(lax.bitwiseOr(fraction, one), "float32"), filled(1, "float32"));
}

/**
 * `true` with probability `p`, which broadcasts to the shape: `bool[...shape]`.
 *
 * @example
 * ```ts
 * await random.bernoulli(random.key(0), 0.9, [4]).array(); // => [false,false,true,true]
 * await random.bernoulli(random.key(0), np.array([0, 1])).array(); // => [false,true]
 * ```
 */
export function bernoulli(
  from: Tensor,
  p: number | Tensor = 0.5,
  shape: Shape = isTensor(p) ? p.shape : [],
): Tensor {
  requireShape("random.bernoulli", shape);
  const probability = isTensor(p)
    ? broadcastTo(floatTensor("random.bernoulli", p), shape)
    : full(shape, p, "float32");
  const u = lax.convertElementType(unit("random.bernoulli", from, shape), probability.dtype);
  return lax.lt(u, probability);
}
