import { layerNorm } from "../peers/nets.ts";
import type { OperationCase } from "./benchmark-case.ts";

export const layerNormalization: OperationCase = {
  kind: "operation",
  name: "layer-norm",
  title: "Layer norm of f32[1024, 1024]",
  inputs: [{ shape: [1024, 1024] }, { shape: [1024] }, { shape: [1024] }],
  compute: (a, [x, scale, offset]) => layerNorm(a, x!, scale!, offset!),
};
