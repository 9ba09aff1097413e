import type { OperationCase } from "./benchmark-case.ts";

const SIZES = [128, 256, 512, 1024, 2048];

/** Products of square matrices, each of which is taken as it is (`n`) or transposed (`t`). */
export const gemm: readonly OperationCase[] = SIZES.flatMap((size) =>
  ["nn", "nt", "tn", "tt"].map((transposed) => ({
    kind: "operation",
    name: `gemm-${size}-${transposed}`,
    title: `GEMM ${size}³ ${transposed}`,
    inputs: [{ shape: [size, size] }, { shape: [size, size] }],
    compute: (a, [x, y]) => a.matmul(x!, y!, transposed[0] === "t", transposed[1] === "t"),
  })),
);
