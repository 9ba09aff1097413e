import type { Alias, Node, StorageStep } from "@elegy/autodiff/spi";
import type { Dispatch } from "../kernels/dispatch.ts";

/** Which result takes the place of an operand, of those that may be overwritten. */
export type TakenBy = (operand: number) => number | undefined;

/** What the device does for a step. */
export type Work =
  | { readonly kind: "dispatches"; readonly make: (takenBy: TakenBy) => readonly Dispatch[] }
  | { readonly kind: "copy" }
  | { readonly kind: "control"; readonly node: Node };

/** Something done on the device, between tensors in memory. */
export interface GpuStep extends StorageStep {
  readonly work: Work;
}

export type Stage = GpuStep | Alias;
