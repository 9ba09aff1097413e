import type { ElegyError, Node, TensorSpec } from "@elegy/autodiff/spi";
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

/** Why the device does not take a shader of a program, if it said so. */
export function shaderFailureOf({ actions }: Program): ElegyError | null {
  for (const action of actions) {
    const failures =
      action.kind === "control"
        ? action.graphs.map(shaderFailureOf)
        : [action.kind === "dispatch" ? action.pipeline.failure : null];
    const failure = failures.find((one) => one !== null);
    if (failure !== undefined && failure !== null) return failure;
  }
  return null;
}
