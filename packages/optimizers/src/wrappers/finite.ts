import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { tensorLeaves } from "../trees/map-tensors.ts";

/** Whether every element of every tensor of a tree is finite, `bool[]`. */
export function isAllFinite(value: unknown): Tensor {
  return tensorLeaves(value)
    .map((x) => x.isfinite().all())
    .reduce((all, one) => all.logicalAnd(one), np.ones([], { dtype: "bool" }));
}
