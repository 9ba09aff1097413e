import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import * as lax from "../lax/elementwise.ts";
import { reshape, transpose } from "../lax/movement.ts";
import { argmax } from "../lax/reduction.ts";
import { topK } from "../lax/sorting.ts";
import { tensorAxis } from "../np/axes.ts";
import { broadcastTo, moveaxis } from "../np/movement.ts";
import { floatTensor } from "../np/operands.ts";
import { formatSpec, sameShape, type Shape, sizeOf } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { gumbel } from "./continuous.ts";
import { requireOptions } from "../np/require-options.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

export interface CategoricalOptions {
  /** Along which the classes stand. Default −1. */
  readonly axis?: number;
  /** Of the result; ends with the shape of the logits without `axis`, which is the default. */
  readonly shape?: Shape;
  /** Whether a class may be drawn again. Default `true`. */
  readonly replace?: boolean;
}

/**
 * Classes drawn with probabilities `softmax(logits)`: `i32[...shape]`, by the Gumbel-max trick.
 *
 * @throws ShapeMismatchError for a shape that does not end with that of the logits.
 * @example
 * ```ts
 * const logits = np.array([0, 1, 2]);
 * await random.categorical(random.key(0), logits, { shape: [4] }).array(); // => [1,1,2,1]
 * ```
 */
export function categorical(from: Tensor, logits: Tensor, options: CategoricalOptions = {}): Tensor {
  requireOptions("random.categorical", options, "{ axis, shape, replace }");
  const { axis = -1, shape, replace = true } = options;
  if (shape !== undefined) requireShape("random.categorical", shape);
  const scores = floatTensor("random.categorical", logits);
  const along = tensorAxis("random.categorical", axis, scores);
  const batch = scores.shape.filter((_, i) => i !== along);
  const result = shape ?? batch;
  const prefix = result.slice(0, result.length - batch.length);
  if (!sameShape(result, [...prefix, ...batch])) {
    throw new ShapeMismatchError({
      operation: "random.categorical",
      problem: "the shape does not fit the logits",
      expected: `a shape that ends with [${batch.join(",")}]`,
      received: `[${result.join(",")}] for ${formatSpec(logits.spec)}`,
    });
  }
  if (!replace) return withoutReplacement(from, scores, along, prefix, result);
  const drawn = [...prefix, ...scores.shape];
  const noise = lax.convertElementType(gumbel(from, drawn), scores.dtype);
  return argmax(lax.add(noise, broadcastTo(scores, drawn)), prefix.length + along, "int32");
}

/** The Gumbel-top-k trick. */
function withoutReplacement(
  from: Tensor,
  scores: Tensor,
  axis: number,
  prefix: Shape,
  result: Shape,
): Tensor {
  const count = sizeOf(prefix);
  const classes = scores.shape[axis] ?? 0;
  if (count > classes) {
    throw new ArgumentInvalidError({
      operation: "random.categorical",
      problem: "more classes drawn than there are",
      expected: `at most ${classes} without replacement`,
      received: `${count}`,
    });
  }
  const noise = lax.convertElementType(gumbel(from, scores.shape), scores.dtype);
  const [, indices] = topK(moveaxis(lax.add(noise, scores), axis, -1), count);
  const last = indices.ndim - 1;
  return reshape(transpose(indices, [last, ...indices.shape.map((_, i) => i).slice(0, last)]), result);
}
