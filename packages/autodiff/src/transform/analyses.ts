import type { ProgramMemory } from "../backend/backend.ts";

/** What a program for such arguments needs. */
type Analysis = (args: readonly unknown[]) => ProgramMemory | null;

const analyses = new WeakMap<object, Analysis>();

/** Makes known how the programs of a jitted function are analysed. */
export function withAnalysis<F extends object>(jitted: F, analysis: Analysis): F {
  analyses.set(jitted, analysis);
  return jitted;
}

/** `undefined` for a function that is not jitted. */
export function analysisOf(f: object): Analysis | undefined {
  return analyses.get(f);
}
