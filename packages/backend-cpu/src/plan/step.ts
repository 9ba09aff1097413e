import type { Alias, StorageStep } from "@elegy/autodiff/spi";
import type { Kernel } from "../kernels/kernel-rule.ts";

/** A call of a kernel. */
export interface Step extends StorageStep {
  readonly kernel: Kernel;
}

export type Stage = Step | Alias;
