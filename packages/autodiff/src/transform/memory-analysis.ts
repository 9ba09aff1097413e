import type { ProgramMemory } from "../backend/backend.ts";
import { jit } from "./jit.ts";
import { analysisOf } from "./analyses.ts";

/**
 * How many bytes a compiled function needs for such arguments, in one run. It is traced and compiled if it was not, as a call
 * would do, but not run: nothing is donated. What its captured tensors need counts as arguments.
 *
 * @param f a function made by `jit`; any other is analysed as `jit(f)`.
 * @returns `null` if the backend does not plan memory when it compiles.
 * @throws what tracing and compiling throw.
 * @example
 * ```ts
 * const step = jit((w, x) => w.sub(np.matmul(x, np.tanh(np.matmul(x, w)))), { donate: [0] });
 * const memory = memoryAnalysis(step, np.ones([64, 64]), np.ones([64, 64]));
 * memory; // => {"argumentBytes":32768,"outputBytes":16384,"aliasBytes":16384,"temporaryBytes":49152,"peakBytes":81920}
 * ```
 */
export function memoryAnalysis<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  ...args: A
): ProgramMemory | null {
  return (analysisOf(f) ?? analysisOf(jit(f)))?.(args) ?? null;
}
