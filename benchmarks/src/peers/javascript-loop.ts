import type { OperationCase } from "../cases/benchmark-case.ts";
import { inputArray } from "../data/case-data.ts";
import type { PeerRunner, Work } from "./peer-runner.ts";

/** No library: the chain of elementwise operations as one loop over a typed array, the least that a library must beat. */
export function javascriptLoop(): PeerRunner {
  return {
    version: process.version,
    train: () => {
      throw new Error("Only the elementwise chain is written as a loop.");
    },
    operation,
  };
}

function operation({ inputs: [spec] }: OperationCase): Work {
  const { data } = inputArray(spec!, 0);
  const result = new Float32Array(data.length);
  return {
    step() {
      for (let i = 0; i < data.length; i++) {
        const half = Math.log(Math.abs(data[i]!) + 1) * 0.5;
        const shifted = 2 - Math.sqrt(Math.exp(half));
        result[i] = Math.tanh(shifted * shifted);
      }
    },
    value: () => Promise.resolve(result.reduce((sum, x) => sum + Math.abs(x), 0) / result.length),
  };
}
