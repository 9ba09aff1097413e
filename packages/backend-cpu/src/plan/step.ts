import type { Value } from "@elegy/autodiff/spi";
import type { Kernel } from "../kernels/kernel-rule.ts";

/** A call of a kernel. */
export interface Step {
  readonly kind: "step";
  readonly kernel: Kernel;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Inputs that are read at each index before an output is written there: an output may take their place. */
  readonly overwritable: readonly Value[];
  /** About how many nanoseconds one thread needs for it. */
  readonly work: number;
}

/** Another name for the same bytes. */
export interface Alias {
  readonly kind: "alias";
  readonly inputs: readonly [Value];
  readonly outputs: readonly [Value];
}

export type Stage = Step | Alias;
