import type { Node, TensorSpec } from "@elegy/autodiff/spi";
import type { Pipeline } from "./pipelines.ts";

/** A buffer of a program in its list of actions. */
export type Ref =
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "output"; readonly index: number }
  | { readonly kind: "temporary"; readonly index: number };

/** A buffer whose contents never change. */
export interface Constant {
  readonly kind: "constant";
  readonly buffer: GPUBuffer;
}

/** One thing done on the device. */
export type Action =
  | {
      readonly kind: "dispatch";
      readonly label: string;
      readonly pipeline: Pipeline;
      readonly buffers: readonly (Ref | Constant)[];
      readonly workgroups: readonly [x: number, y: number, z: number];
      /** By the buffers they bind. */
      readonly groups: Map<string, GPUBindGroup>;
    }
  | { readonly kind: "copy"; readonly from: Ref; readonly to: Ref; readonly bytes: number }
  | {
      readonly kind: "control";
      readonly node: Node;
      readonly graphs: readonly Program[];
      readonly inputs: readonly Ref[];
      readonly outputs: readonly Ref[];
    };

/** A compiled graph. */
export interface Program {
  readonly name: string;
  readonly outputs: readonly TensorSpec[];
  readonly actions: readonly Action[];
  /** Bytes of each temporary. */
  readonly temporaries: readonly number[];
  /** For each output, the donated input whose buffer it takes over. */
  readonly takenFrom: readonly (number | null)[];
}
