import type { TrainCase } from "./benchmark-case.ts";
import { cases } from "./cases.ts";
import { deepMlps } from "./deep-mlp.ts";

/** Trainings whose first step is measured. */
export const trainCases: readonly TrainCase[] = [
  ...cases.filter((benchmark) => benchmark.kind === "train"),
  ...deepMlps,
];
