import type { BenchmarkCase } from "../cases/benchmark-case.ts";
import type { PeerRunner, Work } from "../peers/peer-runner.ts";
import type { Measurement } from "./measurement.ts";
import { median, quantile } from "./statistics.ts";

const MOST_STEPS = 1000;

/** Runs a case: the first step, warm-up, then steps until the budget (in ms) is spent, two at least. */
export async function measure(
  runner: PeerRunner,
  benchmark: BenchmarkCase,
  budget: number,
): Promise<Measurement> {
  const begin = performance.now();
  const work = await (benchmark.kind === "train" ? runner.train(benchmark) : runner.operation(benchmark));
  await work.step();
  const firstStep = performance.now() - begin;
  await times(work, budget / 3, 1);
  const steps = await times(work, budget, 2);
  const value = await work.value();
  if (!Number.isFinite(value)) throw new Error(`The result is ${value}.`);
  return {
    median: median(steps),
    p10: quantile(steps, 0.1),
    p90: quantile(steps, 0.9),
    firstStep,
    rss: process.resourceUsage().maxRSS * 1024,
    value,
    version: runner.version,
  };
}

async function times(work: Work, budget: number, least: number): Promise<readonly number[]> {
  const steps: number[] = [];
  const end = performance.now() + budget;
  while (steps.length < least || (performance.now() < end && steps.length < MOST_STEPS)) {
    const begin = performance.now();
    await work.step();
    steps.push(performance.now() - begin);
  }
  return steps;
}
