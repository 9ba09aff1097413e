import type { Graph, NodeSpec, TensorSpec } from "@elegy/autodiff/spi";
import type { FunctionRef, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { Lanes } from "../codegen/lanes.ts";
import type { Crew } from "../threads/crew.ts";

/** A function that computes a node. Its parameters are addresses: inputs, outputs, then the workspace if it wants one. */
export interface Kernel {
  readonly workspaceBytes: number;
  define(module: ModuleBuilder, crew: Crew): FunctionRef;
  /**
   * The same results, to the bit, as at most so many parts that may run at once. Left out, only steps of which slices are
   * known are cut.
   */
  parts?(count: number): readonly Part[];
  /** Whether its own code divides the work: then every thread calls it. */
  readonly cooperative?: boolean;
}

/** A share of a kernel's work, which writes to cache lines that no other share writes to. */
export interface Part {
  readonly kernel: Kernel;
  /** How many bytes each address, of inputs and then of outputs, is moved on. */
  readonly offsets: readonly number[];
}

/** How a kernel is cut along the first axes of its results, which are taken as one axis of so many rows. */
export interface Slices {
  readonly rows: number;
  /** Bytes from one row to the next of each operand, 0 where it is needed whole, and then of each result. */
  readonly strides: readonly number[];
  /** Fewer rows at a time cost more, as each time all of some operand passes by. */
  readonly leastRows: number;
  /** Computes so many rows. */
  kernel(rows: number): Kernel;
}

/** A kernel in two steps: the first makes something of one operand, which the second has in its place. */
export interface Prepared {
  readonly operand: number;
  readonly spec: TensorSpec;
  readonly first: Kernel;
  readonly second: Kernel;
  /** Of the second. */
  readonly slices: readonly Slices[];
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
  /**
   * Where slices of the results along their first axis need the same slices of some operands and otherwise the same
   * node: whether each operand is one of these; the others are needed whole.
   */
  sliced?(node: NodeSpec<P>): readonly boolean[] | null;
  /** See {@link Slices.leastRows}. */
  leastRows?(node: NodeSpec<P>): number;
  /** The ways to cut it where `sliced` does not say it. */
  slices?(node: NodeSpec<P>): readonly Slices[];
  /** Where it is done in two steps. */
  prepared?(node: NodeSpec<P>): Prepared | null;
  /** The parameters of the same node if the first axes of operands and results are taken as one, `null` if they cannot be. */
  joinAxes?(params: P, count: number): P | null;
}

/** Runs graphs among its parameters, which become functions of the same module. */
export interface ControlRule<P> {
  readonly kind: "control";
  lower(node: NodeSpec<P>, lowerGraph: (graph: Graph) => Kernel): Kernel;
}

export type KernelRule<P> = ElementwiseRule<P> | AliasRule | LoopRule<P> | ControlRule<P>;

/** Rules by the names of their primitives, all for parameters of one kind. */
export type Rules<Name extends string, Rule = ElementwiseRule<object>> = Readonly<Record<Name, Rule>>;

/** A kernel without workspace. */
export function kernel(define: (module: ModuleBuilder) => FunctionRef): Kernel {
  return { workspaceBytes: 0, define };
}
