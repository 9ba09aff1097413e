import type { DType, NodeSpec } from "@elegy/autodiff/spi";
import type { Body } from "../wgsl/body.ts";
import type { Position } from "../wgsl/position.ts";
import type { DispatchRule } from "./kernel-rule.ts";

/** Each element of the result depends on the same elements of the operands: nodes of this kind are fused. */
export interface ElementwiseRule<P> {
  readonly kind: "elementwise";
  /** `false` where a half float comes out because one went in, so that it need not be rounded. */
  readonly rounds?: false;
  /** An expression for each result, from registers with the operands. */
  emit(body: Body, operands: readonly string[], node: NodeSpec<P>): readonly string[];
}

/** The elements of the result are those of the operands in another order, or numbers that depend on the place alone. */
export interface MovementRule<P> {
  readonly kind: "movement";
  /** Whether the elements stay in C order, so that the result is the operand under another name. */
  keepsOrder?(node: NodeSpec<P>): boolean;
  /** The element of the result at a position; `read` gives that of an operand. */
  emit(body: Body, at: Position, read: (operand: number, at: Position) => string, node: NodeSpec<P>): string;
}

/** How two elements become one. */
export interface Combiner {
  /** The number that changes nothing. */
  identity(dtype: DType): number;
  /** Of registers. */
  combine(body: Body, x: string, y: string, dtype: DType): string;
}

/** Elements along some axes become one. */
export interface ReductionRule {
  readonly kind: "reduction";
  readonly combiner: Combiner;
}

/** Whole WGSL modules of its own. */
export interface OwnRule<P> {
  readonly kind: "dispatches";
  readonly lower: DispatchRule<P>;
  /** Whether the result may take the place of the first operand, whose elements it reads where it writes them, if at all. */
  readonly mayOverwrite: boolean;
}

/** Runs graphs among its options: see `program/control.ts`. */
export interface ControlRule {
  readonly kind: "control";
}

export type GraphRule<P> = ElementwiseRule<P> | MovementRule<P> | ReductionRule | OwnRule<P> | ControlRule;
