import type { BenchmarkCase } from "../cases/benchmark-case.ts";
import type { Measurement, Outcome } from "../measure/measurement.ts";
import { median } from "../measure/statistics.ts";
import type { Peer } from "../peers/peers.ts";

/** What each peer made of a case in one round, this project first. */
export type Round = ReadonlyMap<Peer, Outcome>;

/** A row of the report: medians over the rounds. */
export type Row = { readonly peer: Peer } & (
  | { readonly error: string }
  | (Omit<Measurement, "value"> & {
      /** Time of a step divided by this project's in the same round: above 1, this project is faster. */
      readonly ratio: number;
      /** How far this project's times of the rounds, or the peer's, lie apart: the longest by the shortest. */
      readonly spread: number;
    })
);

/** How far results of one computation may differ: float sums of a million elements. */
const TOLERANCE = 1e-3;

/** One row for each peer, this project first. A peer that failed in one round has failed. */
export function rowsOf(benchmark: BenchmarkCase, rounds: readonly Round[]): readonly Row[] {
  const [self] = rounds[0]?.keys() ?? [];
  return [...(rounds[0]?.keys() ?? [])].map((peer) => {
    const outcomes = rounds.map((round) => round.get(peer)!);
    const failed = outcomes.find((outcome) => "error" in outcome);
    if (failed) return { peer, error: failed.error };
    const own = outcomes.filter((outcome): outcome is Measurement => !("error" in outcome));
    if (
      benchmark.kind === "operation" &&
      rounds.some((round) => differs(round.get(peer), round.get(self!)))
    ) {
      return { peer, error: "The result differs from that of this project." };
    }
    const of = (name: "median" | "p10" | "p90" | "firstStep" | "rss"): number =>
      median(own.map((outcome) => outcome[name]));
    const ratios = rounds.map((round) => stepTime(round.get(peer)) / stepTime(round.get(self!)));
    const steps = own.map((outcome) => outcome.median);
    return {
      peer,
      version: own[0]?.version ?? "",
      median: of("median"),
      p10: of("p10"),
      p90: of("p90"),
      firstStep: of("firstStep"),
      rss: of("rss"),
      ratio: median(ratios),
      spread: Math.max(...steps) / Math.min(...steps),
      ...(own[0]?.onDevice && { onDevice: own[0].onDevice }),
    };
  });
}

function differs(given: Outcome | undefined, wanted: Outcome | undefined): boolean {
  if (!given || !wanted || "error" in given || "error" in wanted) return false;
  return Math.abs(given.value - wanted.value) > TOLERANCE * Math.abs(wanted.value);
}

function stepTime(outcome: Outcome | undefined): number {
  return outcome && "median" in outcome ? outcome.median : Number.NaN;
}
