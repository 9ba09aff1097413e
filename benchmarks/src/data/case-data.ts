import type { InputSpec, TrainCase } from "../cases/benchmark-case.ts";
import { seededNumbers } from "./seeded-numbers.ts";

/** Data of one input, and its shape. */
export interface CaseArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** One input; the seed is its position. */
export function inputArray({ shape, below }: InputSpec, seed: number): CaseArray {
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = seededNumbers(seed, count);
  if (below !== undefined) return { shape, data: Int32Array.from(numbers, (x) => Math.floor(x * below)) };
  return { shape, data: numbers.map((x) => 2 * x - 1) };
}

/** Inputs and labels of a step of training: `f32[batch, …]` and `i32[batch]`, classes 0 to 9. */
export function trainingBatch({ input }: TrainCase): readonly [x: CaseArray, y: CaseArray] {
  return [inputArray({ shape: input }, 0), inputArray({ shape: input.slice(0, 1), below: 10 }, 1)];
}
