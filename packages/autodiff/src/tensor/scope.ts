import { leaves } from "../tree/flatten.ts";
import { setTensorListener } from "./concrete.ts";
import { isTensor, type Tensor } from "./tensor.ts";

/**
 * Runs `f` and disposes of every tensor it made, but for those it returns.
 *
 * @param f synchronous; what it returns may be any tree.
 * @example
 * ```ts
 * const total = scope(() => np.ones([1000]).mul(2).sum());
 * await total.item(); // => 2000
 * ```
 */
export function scope<R>(f: () => R): R {
  const made: Tensor[] = [];
  const outer = setTensorListener((tensor) => made.push(tensor));
  try {
    const result = f();
    const kept = new Set(leaves(result).filter(isTensor));
    setTensorListener(outer);
    for (const tensor of made) {
      if (kept.has(tensor)) outer?.(tensor);
      else tensor.dispose();
    }
    return result;
  } finally {
    setTensorListener(outer);
  }
}
