import { cpu } from "@elegy/backend-cpu";
import { setBackend } from "@elegy/core";
import type { TrainCase } from "../cases/benchmark-case.ts";
import { singleSteps } from "../measure/single-steps.ts";
import { median } from "../measure/statistics.ts";
import { train } from "../peers/elegy-train.ts";
import { timeEngine } from "./time-engine.ts";
import { type Compilation, timedBackend } from "./timed-backend.ts";

/** What the first step of a training took; milliseconds. */
export interface FirstStep {
  readonly nodes: number;
  readonly trace: number;
  /** Passes over the graph, before a backend sees it. */
  readonly passes: number;
  /** The backend's plan and code. */
  readonly code: number;
  /** The engine's compilation, as far as it does not wait until functions are called. */
  readonly engine: number;
  /** All of the first step: the above, and running. */
  readonly first: number;
  /** A step when all is warm: the median. */
  readonly warm: number;
}

/** In a fresh process or page: parameters and state of the optimizer are made before, and do not count. */
export async function measureFirstStep(benchmark: TrainCase, budget: number): Promise<FirstStep> {
  const engine = timeEngine();
  let compilation: Compilation | undefined;
  setBackend(timedBackend(cpu(), (last) => (compilation = last)));
  const work = train(benchmark);
  compilation = undefined;
  const engineBefore = engine();
  const begin = performance.now();
  await work.step();
  const first = performance.now() - begin;
  const engineTime = engine() - engineBefore;
  const { nodes, passesBegin, backendBegins, end } = compiled(compilation);
  const steps = await singleSteps(work, budget);
  return {
    nodes,
    trace: passesBegin - begin,
    passes: backendBegins - passesBegin,
    code: end - backendBegins - engineTime,
    engine: engineTime,
    first,
    warm: median(steps),
  };
}

/** What was noted, which the compiler cannot know. */
function compiled(compilation: Compilation | undefined): Compilation {
  if (compilation === undefined) throw new Error("The first step compiled nothing.");
  return compilation;
}
