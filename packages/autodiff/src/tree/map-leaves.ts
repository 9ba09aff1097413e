import type { Tensor } from "../tensor/tensor.ts";
import { flatten, unflatten } from "./flatten.ts";

/** The tree type `T` with every leaf an `L`; arrays, tuples, readonly and optional fields survive. */
export type MapLeaves<T, L> = T extends null | undefined
  ? T
  : T extends Tensor | number | boolean | string
    ? L
    : { [K in keyof T]: MapLeaves<T[K], L> };

/** The tree with `f` of every leaf in its place. Of several trees: `tree.map`. */
export function mapLeaves<T, A, L>(f: (leaf: A) => L, tree: T): MapLeaves<T, L> {
  const [leaves, def] = flatten(tree);
  return unflatten(
    def,
    leaves.map((leaf) => f(leaf as A)),
  ) as MapLeaves<T, L>;
}
