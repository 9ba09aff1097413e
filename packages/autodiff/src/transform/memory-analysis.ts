import type { ProgramMemory } from "../backend/backend.ts";
import { GraphBuilder } from "../interpreters/graph-builder.ts";
import { leaves } from "../tree/flatten.ts";
import { mapLeaves, type MapLeaves } from "../tree/map-leaves.ts";
import { analysisOf } from "./analyses.ts";
import { jit } from "./jit.ts";
import { ShapeDtypeStruct } from "./make-graph.ts";

/** Arguments, or what stands for their tensors. */
type Described<A extends readonly unknown[]> = {
  readonly [K in keyof A]: A[K] | MapLeaves<A[K], ShapeDtypeStruct>;
};

/**
 * How many bytes a compiled function needs for such arguments, in one run. It is traced and compiled if it was not, as a call
 * would do, but not run: nothing is donated. What its captured tensors need counts as arguments.
 *
 * @param f a function made by `jit`; any other is analysed as `jit(f)`.
 * @param args of a tensor, shape and dtype are enough: a `ShapeDtypeStruct`.
 * @returns `null` if the backend does not plan memory when it compiles.
 * @throws what tracing and compiling throw.
 * @example
 * ```ts
 * const step = jit((w, x) => w.sub(np.matmul(x, np.tanh(np.matmul(x, w)))), { donate: [0] });
 * const memory = memoryAnalysis(step, np.ones([64, 64]), new ShapeDtypeStruct({ shape: [64, 64], dtype: "float32" }));
 * memory; // => {"argumentBytes":32768,"outputBytes":16384,"aliasBytes":16384,"temporaryBytes":32768,"peakBytes":65536}
 * ```
 */
export function memoryAnalysis<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  ...args: Described<A>
): ProgramMemory | null {
  const builder = new GraphBuilder("memoryAnalysis");
  const standIn = (leaf: unknown): unknown => (isDescription(leaf) ? builder.input(leaf) : leaf);
  // An argument that is static is the same only if it is not copied.
  const given = args.map((arg) => (leaves(arg).some(isDescription) ? mapLeaves(standIn, arg) : arg));
  return (analysisOf(f) ?? analysisOf(jit(f)))?.(given) ?? null;
}

function isDescription(leaf: unknown): leaf is ShapeDtypeStruct {
  return leaf instanceof ShapeDtypeStruct;
}
