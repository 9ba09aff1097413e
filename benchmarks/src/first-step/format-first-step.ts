import { median } from "../measure/statistics.ts";
import { digits } from "../report/format-row.ts";
import type { FirstStep } from "./first-step.ts";

export const COLUMNS = [
  "case",
  "in",
  "nodes",
  "trace",
  "passes",
  "plan and code",
  "engine",
  "compilation",
  "fastest",
  "per node",
  "first step",
  "warm step",
  "rest in warm steps",
] as const;

export type FirstStepRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** A row in words: medians over the rounds, in ms. */
export function formatFirstStep(
  title: string,
  place: string,
  version: string,
  rounds: readonly FirstStep[],
): FirstStepRow {
  const of = (part: (round: FirstStep) => number): number => median(rounds.map(part));
  const ms = (part: (round: FirstStep) => number): string => `${digits(of(part))} ms`;
  return {
    case: title,
    in: `${place} ${version}`,
    nodes: String(of(({ nodes }) => nodes)),
    trace: ms(({ trace }) => trace),
    passes: ms(({ passes }) => passes),
    "plan and code": ms(({ code }) => code),
    engine: ms(({ engine }) => engine),
    compilation: ms(compilation),
    fastest: `${digits(Math.min(...rounds.map(compilation)))} ms`,
    "per node": `${digits(1000 * of((round) => compilation(round) / round.nodes))} µs`,
    "first step": ms(({ first }) => first),
    "warm step": ms(({ warm }) => warm),
    "rest in warm steps": digits(of((round) => (round.first - compilation(round)) / round.warm)),
  };
}

function compilation({ trace, passes, code, engine }: FirstStep): number {
  return trace + passes + code + engine;
}
