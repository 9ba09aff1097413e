import type { Graph, TensorSpec } from "@elegy/autodiff/spi";
import type { FunctionRef, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { Lanes } from "../codegen/lanes.ts";

/** What a node says about itself: all that a kernel depends on. */
export interface NodeSpec<P> {
  readonly name: string;
  readonly params: P;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** A function that computes a node. Its parameters are addresses: inputs, outputs, then the workspace if it wants one. */
export interface Kernel {
  readonly workspaceBytes: number;
  define(module: ModuleBuilder): FunctionRef;
}

/** How a kernel meets `float16`. */
interface Halves {
  /**
   * It has `float16` operands and results as they are, because it computes nothing. For any other rule the operands are
   * widened to `float32` and the results rounded: see `plan/widen-halves.ts`.
   */
  readonly takesHalves?: true;
}

/** Each element of the result depends on the same elements of the operands: nodes of this kind are fused. */
export interface ElementwiseRule<P> extends Halves {
  readonly kind: "elementwise";
  /** One vector for each output, from one for each input. */
  emit(lanes: Lanes, operands: readonly Local[], node: NodeSpec<P>): readonly Local[];
}

/** The result has the very bytes of the operand. */
export interface AliasRule {
  readonly kind: "alias";
}

/** A loop nest of its own. */
export interface LoopRule<P> extends Halves {
  readonly kind: "loop";
  lower(node: NodeSpec<P>): Kernel;
  /** The result may take the place of the first operand; the kernel copies that one only if it lies elsewhere. */
  readonly updatesFirst?: true;
  /** The bits of a result that is one known scalar, which fused loops then hold in a register. */
  constant?(params: P): number;
  /**
   * For a result that only repeats its operand: the axis of the operand that each axis of the result runs along, `null`
   * where it repeats. Fused loops then read the operand itself.
   */
  repeats?(node: NodeSpec<P>): readonly (number | null)[];
}

/** Runs graphs among its parameters, which become functions of the same module. */
export interface ControlRule<P> {
  readonly kind: "control";
  lower(node: NodeSpec<P>, lowerGraph: (graph: Graph) => Kernel): Kernel;
}

export type KernelRule<P> = ElementwiseRule<P> | AliasRule | LoopRule<P> | ControlRule<P>;

/** A kernel without workspace. */
export function kernel(define: (module: ModuleBuilder) => FunctionRef): Kernel {
  return { workspaceBytes: 0, define };
}
