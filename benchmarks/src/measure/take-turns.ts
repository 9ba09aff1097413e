import type { BenchmarkCase } from "../cases/benchmark-case.ts";
import type { Peer } from "../peers/peers.ts";
import type { Round } from "../report/rounds.ts";
import type { Effort, Outcome } from "./measurement.ts";
import { runChild, type Surroundings } from "./run-child.ts";

/** Measures a case: in every round each peer once. A peer that failed is not asked again. */
export async function takeTurns(
  benchmark: BenchmarkCase,
  peers: readonly Peer[],
  count: number,
  effort: Effort,
  surroundings: Surroundings,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const failed = new Map<Peer, Outcome>();
  for (let i = 0; i < count; i++) {
    const round = new Map<Peer, Outcome>();
    for (const peer of peers) {
      // One after the other: two processes at once would measure each other.
      // oxlint-disable-next-line no-await-in-loop
      const outcome = failed.get(peer) ?? (await runChild(benchmark, peer, effort, surroundings));
      if ("error" in outcome) failed.set(peer, outcome);
      round.set(peer, outcome);
    }
    rounds.push(round);
  }
  return rounds;
}
