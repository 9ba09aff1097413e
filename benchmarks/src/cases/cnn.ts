import type { TrainCase } from "./benchmark-case.ts";

export const cnn: TrainCase = {
  kind: "train",
  name: "cnn",
  title: "CNN conv 3×3×32, conv 3×3×64 stride 2, dense 10, 28×28×1, batch 64",
  input: [64, 28, 28, 1],
  layers: [
    { kind: "conv", channels: 32, stride: 1 },
    { kind: "conv", channels: 64, stride: 2 },
    { kind: "flatten" },
    { kind: "dense", units: 10, relu: false },
  ],
};
