import { SUITES, type Suite } from "./suites.ts";

/** The suites that the first arguments name, or all; the rest are names of files and options for Vitest. */
export function chooseSuites(args: readonly string[]): {
  readonly suites: readonly Suite[];
  readonly rest: readonly string[];
} {
  const named: Suite[] = [];
  for (const arg of args) {
    const suite = SUITES.find(({ name }) => name === arg);
    if (suite === undefined) break;
    named.push(suite);
  }
  return { suites: named.length > 0 ? named : SUITES, rest: args.slice(named.length) };
}
