import type { TrainCase } from "./benchmark-case.ts";

const DEPTHS = [4, 16, 64, 256];

/** Networks that differ only in how many layers they have: time to compile has to grow as their graphs do. */
export const deepMlps: readonly TrainCase[] = DEPTHS.map((depth) => ({
  kind: "train",
  name: `deep-${depth}`,
  title: `MLP of ${depth} layers of 32, batch 32`,
  input: [32, 32],
  layers: [
    ...Array.from({ length: depth }, () => ({ kind: "dense", units: 32, relu: true }) as const),
    { kind: "dense", units: 10, relu: false },
  ],
}));
