import type { TrainCase } from "./benchmark-case.ts";

export const lstm: TrainCase = {
  kind: "train",
  name: "lstm",
  title: "LSTM of 128 units, 64 steps of 128 features, batch 32",
  input: [32, 64, 128],
  layers: [
    { kind: "lstm", units: 128 },
    { kind: "dense", units: 10, relu: false },
  ],
};
