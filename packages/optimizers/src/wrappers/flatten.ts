import type { Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { requireLike, tensorLeaves } from "../trees/map-tensors.ts";
import { learningRateOfInner } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";

export interface FlattenState {
  /** The state of the transformation inside, for one vector. */
  readonly innerState: unknown;
}

/**
 * A transformation of all updates as one vector: fewer, larger tensors, and one norm for `lars` or `clipByBlockRms`.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { adam, flatten } from "@elegy/optimizers";
 *
 * const state = flatten(adam(0.1)).init({ w: np.ones([2, 3]), b: np.ones([3]) });
 * state.innerState[0].mu.shape; // => [9]
 * ```
 */
export function flatten(inner: GradientTransformation): GradientTransformation<FlattenState> {
  requireTransformation("flatten", "the argument", inner);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { innerState: inner.init(vectorOf(params)) };
    },
    update(updates, { innerState }, params) {
      requireLike(updates, params);
      const given = params === undefined ? undefined : vectorOf(params);
      const [vector, next] = inner.update(vectorOf(updates), innerState, given);
      return [treeOf(vector, updates), { innerState: next }];
    },
    ...learningRateOfInner<FlattenState>(inner),
  };
}

function vectorOf(value: unknown): Tensor {
  const leaves = tensorLeaves(value);
  return leaves.length === 0 ? np.zeros([0]) : np.concatenate(leaves.map((x) => x.ravel()));
}

/** The parts of a vector in the places, shapes and dtypes of the tensors of a tree. */
function treeOf<T>(vector: Tensor, like: T): T {
  const [, structure] = tree.flatten(like);
  let position = 0;
  const parts = tensorLeaves(like).map((x) => {
    const start = position;
    position += x.size;
    return lax.slice(vector, [start], [position]).reshape(x.shape).astype(x.dtype);
  });
  const whole: unknown = tree.unflatten(structure, parts);
  // Tensors are replaced by tensors, the structure stays.
  return whole as T;
}
