import { type Tensor, tree } from "@elegy/autodiff";
import { toTensors } from "../data/data-tree.ts";
import type { Samples } from "../data/samples.ts";
import type { Batch } from "../model/entry-points.ts";

/** The samples of one step as tensors; `classWeight` belongs to the caller. */
export function deviceBatch({ x, y, sampleWeight }: Samples, classWeight: Tensor | null): Batch {
  return {
    x: toTensors(x),
    yTrue: toTensors(y),
    // A tree of one array is that array.
    sampleWeight: toTensors(sampleWeight) as Tensor | null,
    classWeight,
  };
}

/** Frees what {@link deviceBatch} made. */
export function disposeBatch({ x, yTrue, sampleWeight }: Batch): void {
  disposeTree([x, yTrue, sampleWeight]);
}

/** Frees every tensor of a tree. */
export function disposeTree(values: unknown): void {
  (tree.leaves(values) as readonly Tensor[]).forEach((tensor) => tensor.dispose());
}
