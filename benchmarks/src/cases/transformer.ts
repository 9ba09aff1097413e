import type { TrainCase } from "./benchmark-case.ts";

export const transformer: TrainCase = {
  kind: "train",
  name: "transformer",
  title: "Transformer of 2 layers, width 128, 8 heads, sequence 128, batch 8",
  input: [8, 128, 128],
  layers: [
    { kind: "transformer", layers: 2, heads: 8 },
    { kind: "meanOverTime" },
    { kind: "dense", units: 10, relu: false },
  ],
};
