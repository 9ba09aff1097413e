import { isTracing } from "../interpreters/stack.ts";
import { leaves } from "../tree/flatten.ts";
import { announceTensor, withTensorListener } from "./concrete.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Runs `f` and disposes of every tensor it made, but for those it returns; of all of them if it throws. Inside a
 * transformation it only runs `f`: the transformation still needs the intermediate values.
 *
 * @param f synchronous; what it returns may be any tree.
 * @example
 * ```ts
 * const total = scope(() => np.ones([1000]).mul(2).sum());
 * await total.item(); // => 2000
 * ```
 */
export function scope<R>(f: () => R): R {
  if (isTracing()) return f();
  const made: Tensor[] = [];
  let kept: ReadonlySet<unknown> = new Set();
  try {
    const result = withTensorListener((tensor) => made.push(tensor), f);
    kept = new Set(leaves(result));
    return result;
  } finally {
    for (const tensor of made) {
      if (kept.has(tensor)) announceTensor(tensor);
      else tensor.dispose();
    }
  }
}
