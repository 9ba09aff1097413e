import type { OperationCase } from "./benchmark-case.ts";

export const embeddingGradient: OperationCase = {
  kind: "operation",
  name: "embedding-gradient",
  title: "Gradient of an embedding f32[10000, 128] by 1024 rows",
  inputs: [{ shape: [10_000, 128] }, { shape: [1024], below: 10_000 }, { shape: [1024, 128] }],
  compute: (a, [table, indices, cotangent]) => a.embeddingGradient(table!, indices!, cotangent!),
};
