import type { Alias, StorageStep } from "@elegy/autodiff/spi";
import type { Kernel, Slices } from "../kernels/kernel-rule.ts";

/** A call of a kernel. */
export interface Step extends StorageStep {
  readonly kernel: Kernel;
  /** About how many nanoseconds one thread needs for it; asked for where there are several. */
  readonly work: () => number;
  /** All ways to cut it, into more and more rows; none if it is not to be cut. */
  readonly slices: readonly Slices[];
}

export type Stage = Step | Alias;
