import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { iota } from "../lax/creation.ts";
import { sortKeyVal } from "../lax/sorting.ts";
import { tensorAxis } from "../np/axes.ts";
import { take } from "../np/take.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { keyAt } from "./integers.ts";
import { randomBits, split } from "./keys.ts";
import { requireOptions } from "../np/require-options.ts";

export interface PermutationOptions {
  /** The axis that is shuffled. Default 0. */
  readonly axis?: number;
  /** Whether each row along the axis gets an order of its own. Default `false`: the slices stay as they are. */
  readonly independent?: boolean;
}

/**
 * A tensor in random order along an axis, or the numbers `0…n − 1` in random order.
 *
 * @param x `n`, or a tensor.
 * @example
 * ```ts
 * await random.permutation(random.key(0), 10).array(); // => [0,1,8,5,6,4,3,2,7,9]
 * ```
 */
export function permutation(from: Tensor, x: number | Tensor, options: PermutationOptions = {}): Tensor {
  requireOptions("random.permutation", options, "{ axis, independent }");
  const { axis = 0, independent = false } = options;
  if (!isTensor(x)) {
    requireCount("random.permutation", "the number of elements", x);
    return shuffled(from, iota("int32", x), 0);
  }
  if (x.ndim === 0) {
    throw new ArgumentInvalidError({
      operation: "random.permutation",
      problem: "a scalar tensor has no order",
      expected: "a tensor with an axis, or a JavaScript number",
      received: "a scalar",
    });
  }
  const along = tensorAxis("random.permutation", axis, x);
  if (independent || x.ndim === 1) return shuffled(from, x, along);
  const order = shuffled(from, iota("int32", x.shape[along] ?? 0), 0);
  return take(x, order, { axis: along, mode: "clip" });
}

/**
 * As {@link permutation} with an order of its own for each row along the axis.
 *
 * @example
 * ```ts
 * await random.shuffle(random.key(0), np.arange(6).reshape([3, 2])).array(); // => [[0,1],[4,5],[2,3]]
 * ```
 */
export function shuffle(from: Tensor, x: Tensor, options: { readonly axis?: number } = {}): Tensor {
  requireOptions("random.shuffle", options, "{ axis }");
  const { axis = 0 } = options;
  return permutation(from, x, { axis, independent: true });
}

/**
 * Sorts by random words, so often that for elements with equal words in every round, whose order would not be random, the
 * probability is below the cube of 1 / size: tjablin's rule, as in JAX.
 */
function shuffled(from: Tensor, x: Tensor, axis: number): Tensor {
  const rounds = Math.ceil((3 * Math.log(Math.max(1, x.size))) / Math.log(2 ** 32 - 1));
  let key = from;
  let result = x;
  for (let round = 0; round < rounds; round++) {
    const keys = split(key);
    key = keyAt(keys, 0);
    const words = randomBits("random.permutation", keyAt(keys, 1), x.shape);
    [, result] = sortKeyVal(words, result, { dimension: axis });
  }
  return result;
}
