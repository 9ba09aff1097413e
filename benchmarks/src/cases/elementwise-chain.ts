import type { OperationCase } from "./benchmark-case.ts";

export const elementwiseChain: OperationCase = {
  kind: "operation",
  name: "elementwise-chain",
  title: "10 elementwise operations on 1M floats",
  inputs: [{ shape: [1000, 1000] }],
  compute(a, [x]) {
    const half = a.scale(a.log(a.shift(a.abs(x!), 1)), 0.5);
    return a.tanh(a.square(a.shift(a.neg(a.sqrt(a.exp(half))), 2)));
  },
};
