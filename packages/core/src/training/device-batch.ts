import { isTensor, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { toTensors } from "../data/data-tree.ts";
import type { Samples } from "../data/samples.ts";
import type { Batch } from "../model/entry-points.ts";

/** The samples of one step as tensors. */
export interface DeviceBatch {
  readonly batch: Batch;
  readonly samples: Samples;
  /** Frees the tensors; `classWeight` is the caller's. */
  dispose(): void;
}

export function uploadBatch(samples: Samples, classWeight: Tensor | null): DeviceBatch {
  const { x, y, sampleWeight } = samples;
  const own = {
    x: toTensors(x),
    yTrue: toTensors(y),
    // A tree of one array is that array.
    sampleWeight: toTensors(sampleWeight) as Tensor | null,
  };
  return { batch: { ...own, classWeight }, samples, dispose: () => disposeTree(own) };
}

/** Runs something with the samples of one step as tensors, which are freed; `classWeight` is the caller's. */
export function withDeviceBatch<R>(
  samples: Samples,
  classWeight: Tensor | null,
  run: (batch: Batch) => R,
): R {
  const uploaded = uploadBatch(samples, classWeight);
  try {
    return run(uploaded.batch);
  } finally {
    uploaded.dispose();
  }
}

/** Frees every tensor of a tree. */
export function disposeTree(values: unknown): void {
  tree.leaves(values).forEach((leaf) => isTensor(leaf) && leaf.dispose());
}
