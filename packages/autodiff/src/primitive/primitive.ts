import type { Source } from "../source/source.ts";
import type { DType, TypedArray } from "../tensor/dtype.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A rule that does not exist, said aloud. */
export interface Absent {
  readonly absent: string;
}

/** What belongs to each operand, in a rule: as many as the primitive has, so a rule may name them. */
export type PerOperand<T> = readonly [T, T, T, T, ...T[]];

/** The tangent of each operand or result; `null` is a symbolic zero. */
export type Tangents = readonly (Tensor | null)[];

export interface JvpResult {
  readonly primals: readonly Tensor[];
  /** `null` is a symbolic zero. */
  readonly tangents: Tangents;
}

export type JvpRule<P> = (
  primals: PerOperand<Tensor>,
  tangents: PerOperand<Tensor | null>,
  params: P,
  /** Whose rule it is: one rule serves many. */
  primitive: Primitive,
) => JvpResult;

/** An operand of a linear node as its transpose sees it: a known tensor, or a place for a cotangent. */
export type TransposeOperand =
  | { readonly linear: false; readonly spec: TensorSpec; readonly tensor: Tensor }
  | { readonly linear: true; readonly spec: TensorSpec };

/** From the cotangents of the outputs (`null`: zero) to one for each linear operand (`null` elsewhere, or zero). */
export type TransposeRule<P> = (
  cotangents: PerOperand<Tensor | null>,
  operands: PerOperand<TransposeOperand>,
  params: P,
) => Tangents;

/** The mapped axis of an operand or result; `null` where it is not mapped. */
export type BatchAxis = number | null;

export interface BatchResult {
  readonly outputs: readonly Tensor[];
  readonly axes: readonly BatchAxis[];
}

export type BatchRule<P> = (
  operands: PerOperand<Tensor>,
  axes: PerOperand<BatchAxis>,
  params: P,
  /** The size of the mapped axis. */
  size: number,
  /** Whose rule it is: one rule serves many. */
  primitive: Primitive,
  /** For rules of what applies a graph. Handed over, so that a program without `vmap` has no part of it. */
  batchGraph: BatchGraph,
) => BatchResult;

/** Makes of a graph one for a stack of examples; outputs in `filled` are stacked even if they are the same for all. */
export type BatchGraph = (
  graph: Graph,
  axes: readonly BatchAxis[],
  filled?: readonly boolean[],
) => BatchedGraph;

export interface BatchedGraph extends WithCaptured {
  readonly graph: Graph;
  /** For each output 0, or `null` if it is the same for all examples. */
  readonly axes: readonly (0 | null)[];
}

/** A graph made of another one, by rules that may bring tensors of their own. */
export interface WithCaptured {
  /** Tensors that custom rules brought along: further inputs, behind all others. */
  readonly captured: readonly Tensor[];
}

/** Operands as a rule takes them; the primitive's `spec` has checked their number. */
export function perOperand<T>(list: readonly T[]): PerOperand<T> {
  return list as unknown as PerOperand<T>;
}

/** What a primitive does with memory and arithmetic; passes and backends ask for this, never for a name. */
export type PrimitiveKind =
  | "elementwise"
  | "creation"
  | "movement"
  | "reduction"
  | "contraction"
  | "call"
  | "control";

/**
 * One operation with all its rules. A rule that cannot exist is an {@link Absent} with its reason; a forgotten
 * one does not compile.
 */
export interface Primitive<P = object> {
  readonly name: string;
  readonly kind: PrimitiveKind;
  /** Shapes and dtypes of the outputs. Throws the user's error where the inputs do not fit. */
  spec(inputs: PerOperand<TensorSpec>, params: P): readonly TensorSpec[];
  readonly jvp: JvpRule<P> | Absent;
  readonly transpose: TransposeRule<P> | Absent;
  readonly batch: BatchRule<P> | Absent;
  /** The arithmetic operations of one application, where they are not what its kind says: see `graph/cost.ts`. */
  flops?(inputs: PerOperand<TensorSpec>, params: P): number;
  /** Its result on numbers, if that is exact: see `primitive/rules/fold-rules.ts`. */
  readonly fold?: FoldRule<P>;
  /** Something that computes the same bits with less work. */
  readonly simplify?: SimplifyRule<P>;
  /** A derived primitive in terms of others. */
  decompose?(inputs: PerOperand<Tensor>, params: P): readonly Tensor[];
  /** For primitives without operands: the data itself. */
  materialize?(params: P): TypedArray;
  /** For primitives that are an application of a graph. */
  body?(params: P): Graph;
  /** For primitives that run graphs: how to split them when only some inputs are known; `null`: not at all. */
  split?(params: P, known: readonly boolean[]): SplitBody<P> | null;
  /** For primitives that hand graphs to the backend: those among the options. */
  readonly graphs?: InnerGraphs<P>;
  /** For primitives with inner graphs: the same without what nobody reads; `null` if everything is read. */
  prune?(params: P, used: readonly boolean[]): Pruned<P> | null;
}

/** How passes get at the graphs among the options of a primitive. */
export interface InnerGraphs<P> {
  of(params: P): readonly Graph[];
  /** The options with these graphs in place of their own, in the same order. */
  replaced(params: P, graphs: readonly Graph[]): P;
  /** How often each of them runs, on average; a loop of unknown length counts as one step. For estimates. */
  runs(params: P): readonly number[];
}

/** A node with fewer operands and results. */
export interface Pruned<P> {
  readonly params: P;
  /** Positions of the operands and results that are left. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** An application of graphs split in two by what is known: see `graph/split-graph.ts`. */
export interface SplitBody<P> {
  /** Positions of the inputs that the known part takes. Default: all that are known. */
  readonly knownInputs?: readonly number[];
  /** Computes residuals that the known part does not, from the same inputs: what does not change in a loop. */
  readonly before?: Graph;
  /** Computes from the known inputs the known outputs, then the residuals. */
  readonly known: P;
  /** Computes from `passed` known inputs, the residuals and the unknown inputs the unknown outputs. */
  readonly unknown: P;
  /**
   * The inputs of the unknown part, as positions in the list of `passed` inputs, results of `before`, residuals and
   * unknown inputs. Default: all of them, in this order.
   */
  readonly order?: readonly number[];
  /** For each unknown output, its position among the results of the unknown part. Default: in order. */
  readonly unknownOutputs?: readonly number[];
  /** Positions among all inputs of the known ones that the unknown part reads as they are. */
  readonly passed: readonly number[];
  /** For each output of the whole, whether it is known. */
  readonly outputKnown: readonly boolean[];
}

/** One SSA value. Compared by identity; it is defined once, as a graph input or a node output. */
export interface Value {
  readonly spec: TensorSpec;
}

/** One application of a primitive. */
export interface Node {
  readonly primitive: Primitive;
  readonly params: object;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** The user's call that it comes from. */
  readonly source?: Source | undefined;
}

/**
 * A pure program in SSA form. Nodes stand in an order of evaluation: each input of a node is a graph input or
 * an output of an earlier node.
 */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
}

/**
 * The element of the result where all elements of each operand are one number, or `null` if it is better computed by
 * the backend. `dtype` is that of the first operand; the caller rounds the number to the dtype of the result.
 *
 * Only for operations whose result is the one nearest to the exact one: rounding twice, to `float64` and then to
 * `float32`, gives the same for + − × ÷ √.
 */
export type FoldRule<P> = (operands: PerOperand<number>, params: P, dtype: DType) => number | null;

/** What a rule of simplification may look at beside its node. */
export interface RewriteView {
  /** The node that makes a value; `undefined` for an input of the graph. */
  producer(value: Value): Node | undefined;
  /** The number that every element of a value is known to be. */
  splat(value: Value): number | undefined;
}

/** What takes the place of a node with one result: a value there is, or another node. */
export type Rewrite =
  | { readonly same: Value }
  | { readonly primitive: string; readonly params: object; readonly inputs: readonly Value[] };

/** Something that computes the same bits with less work, or `null`. */
export type SimplifyRule<P> = (
  inputs: PerOperand<Value>,
  params: P,
  view: RewriteView,
  output: TensorSpec,
) => Rewrite | null;
