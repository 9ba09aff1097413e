import type { OperationCase } from "./benchmark-case.ts";

export const softmax: OperationCase = {
  kind: "operation",
  name: "softmax",
  title: "Softmax of f32[1024, 1024]",
  inputs: [{ shape: [1024, 1024] }],
  compute: (a, [x]) => a.softmax(x!),
};
