import type { TrainCase } from "./benchmark-case.ts";

export const mlp: TrainCase = {
  kind: "train",
  name: "mlp",
  title: "MLP 784-256-128-10, batch 128",
  input: [128, 784],
  layers: [
    { kind: "dense", units: 256, relu: true },
    { kind: "dense", units: 128, relu: true },
    { kind: "dense", units: 10, relu: false },
  ],
};
