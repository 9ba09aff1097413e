import { trainCases } from "../cases/train-cases.ts";
import { type FirstStep, measureFirstStep } from "./first-step.ts";

/** What a process or a page of its own runs: `<case> <budget in ms>`. */
export async function run(argument: string): Promise<FirstStep> {
  const [name = "", budget = ""] = argument.split(" ");
  const benchmark = trainCases.find((one) => one.name === name);
  if (!benchmark) throw new Error(`There is no training ${name}.`);
  return measureFirstStep(benchmark, Number(budget));
}

/** The page is closed. */
export function dispose(): void {}
