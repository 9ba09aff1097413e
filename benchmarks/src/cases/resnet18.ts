import type { TrainCase } from "./benchmark-case.ts";

export const resnet18: TrainCase = {
  kind: "train",
  name: "resnet18",
  title: "ResNet18, 32×32×3, batch 8",
  input: [8, 32, 32, 3],
  layers: [{ kind: "resnet18", classes: 10 }],
};
