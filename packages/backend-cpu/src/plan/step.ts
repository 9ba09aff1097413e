import type { Alias, StorageStep } from "@elegy/autodiff/spi";
import type { Kernel } from "../kernels/kernel-rule.ts";

/** A call of a kernel. */
export interface Step extends StorageStep {
  readonly kernel: Kernel;
  /** About how many nanoseconds one thread needs for it; asked for where there are several. */
  readonly work: () => number;
}

export type Stage = Step | Alias;
