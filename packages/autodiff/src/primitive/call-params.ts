import type { Graph } from "./primitive.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface CallParams {
  readonly name: string;
  readonly graph: Graph;
  /** Inputs whose buffers the compiled program may consume. */
  readonly donated: readonly number[];
}

export interface CheckpointParams {
  readonly graph: Graph;
  /** Computes once more what was computed before: common subexpressions must not be found again. */
  readonly again: boolean;
}

export interface CustomJvpParams {
  readonly name: string;
  readonly graph: Graph;
  /** The number of inputs the rule knows of; those after them were captured. */
  readonly arguments: number;
  readonly rule: FlatJvp;
}

/** A user's JVP rule without trees: from all primals and tangents to those of the results. */
export type FlatJvp = (
  primals: readonly Tensor[],
  tangents: readonly Tensor[],
) => { readonly primals: readonly Tensor[]; readonly tangents: readonly Tensor[] };

export interface CustomVjpParams {
  readonly name: string;
  readonly graph: Graph;
  /** The number of inputs the rule knows of; those after them were captured. */
  readonly arguments: number;
  readonly fwd: FlatForward;
}

/** A user's forward rule without trees, which tells the backward rule that belongs to its residuals. */
export type FlatForward = (primals: readonly Tensor[]) => {
  readonly results: readonly Tensor[];
  readonly residuals: readonly Tensor[];
  readonly bwd: FlatBackward;
};

/** From residuals and cotangents of the results to cotangents of the arguments; `null` is zero. */
export type FlatBackward = (
  residuals: readonly Tensor[],
  cotangents: readonly Tensor[],
) => readonly (Tensor | null)[];

export interface CustomLinearParams {
  readonly name: string;
  /** How many of the inputs are residuals; the others are tangents. */
  readonly residuals: number;
  readonly results: readonly TensorSpec[];
  readonly bwd: FlatBackward;
}

export interface CondParams {
  /** One for each value of the index, all with inputs of the operands' specs and with outputs of the same specs. */
  readonly branches: readonly Graph[];
}

export interface WhileParams {
  /** From its constants and the carry to one `bool[]`. */
  readonly cond: Graph;
  /** From its constants and the carry to the next carry. */
  readonly body: Graph;
  readonly condConsts: number;
  readonly bodyConsts: number;
}

export interface ScanParams {
  /** From constants, carry and one slice of each `xs` to the next carry and one slice of each `ys`. */
  readonly body: Graph;
  readonly consts: number;
  readonly carries: number;
  readonly length: number;
  /** From the last slice to the first; `ys` keep the places of their `xs`. */
  readonly reverse: boolean;
}
