import { isTensor, type Tensor, tree } from "@elegy/autodiff";
import { toTensors } from "../data/data-tree.ts";
import type { Samples } from "../data/samples.ts";
import type { Batch } from "../model/entry-points.ts";

/** Runs something with the samples of one step as tensors, which are freed; `classWeight` is the caller's. */
export function withDeviceBatch<R>(
  { x, y, sampleWeight }: Samples,
  classWeight: Tensor | null,
  run: (batch: Batch) => R,
): R {
  const batch = {
    x: toTensors(x),
    yTrue: toTensors(y),
    // A tree of one array is that array.
    sampleWeight: toTensors(sampleWeight) as Tensor | null,
  };
  try {
    return run({ ...batch, classWeight });
  } finally {
    disposeTree(batch);
  }
}

/** Frees every tensor of a tree. */
export function disposeTree(values: unknown): void {
  tree.leaves(values).forEach((leaf) => isTensor(leaf) && leaf.dispose());
}
