import type { TrainCase } from "./benchmark-case.ts";

export const linearClassifier: TrainCase = {
  kind: "train",
  name: "linear-classifier",
  title: "Linear classifier 784-10, batch 64",
  input: [64, 784],
  layers: [{ kind: "dense", units: 10, relu: false }],
};
