import type { TreeDifference } from "./match-trees.ts";

/** What became of every tensor when states were loaded in part. Paths are as in files: `netParams.0.w`. */
export interface LoadReport {
  /** Taken. */
  readonly loaded: readonly string[];
  /** In the model, but not given: they stay as they were. */
  readonly missing: readonly string[];
  /** Given, but not in the model. */
  readonly unexpected: readonly string[];
  /** Of another shape or dtype than in the model: they stay as they were. */
  readonly mismatched: readonly TreeDifference[];
}
