import type { BenchmarkCase } from "../cases/benchmark-case.ts";
import type { PeerRunner, Work } from "../peers/peer-runner.ts";
import { measureRows } from "./measure-rows.ts";
import type { Effort, Measurement } from "./measurement.ts";
import { singleSteps } from "./single-steps.ts";
import { median, quantile } from "./statistics.ts";

/** Runs a case: the first step, warm-up, then steps until the budget is spent, two at least. */
export async function measure(
  runner: PeerRunner,
  benchmark: BenchmarkCase,
  effort: Omit<Effort, "timeout">,
): Promise<Measurement> {
  const begin = performance.now();
  const { work, measured } = await prepare(runner, benchmark, effort);
  await work.step();
  const firstStep = performance.now() - begin;
  const { steps, onDevice } = await measured();
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
    ...(onDevice && { onDevice }),
  };
}

interface Steps {
  /** Milliseconds of each. */
  readonly steps: readonly number[];
  readonly onDevice?: Measurement["onDevice"];
}

/** The work, and how its steps are measured once it has run for the first time. */
async function prepare(
  { device, ...runner }: PeerRunner,
  benchmark: BenchmarkCase,
  effort: Omit<Effort, "timeout">,
): Promise<{ work: Work; measured: () => Promise<Steps> }> {
  if (device === undefined) {
    const work = await (benchmark.kind === "train" ? runner.train(benchmark) : runner.operation(benchmark));
    return { work, measured: async () => ({ steps: await singleSteps(work, effort.budget) }) };
  }
  if (benchmark.kind !== "train") throw new Error("Only training is measured on a device.");
  const work = await runner.train(benchmark);
  const measured = async (): Promise<Steps> => {
    const { steps, perStep } = await measureRows(work, device, effort);
    return { steps, onDevice: { name: device.name, ...perStep } };
  };
  return { work, measured };
}
