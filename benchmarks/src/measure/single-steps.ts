import type { Work } from "../peers/peer-runner.ts";

const MOST_STEPS = 1000;

/** Times of steps, in ms: after warming up, until the budget is spent, two at least. */
export async function singleSteps(work: Work, budget: number): Promise<readonly number[]> {
  await times(work, budget / 3, 1);
  return times(work, budget, 2);
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
