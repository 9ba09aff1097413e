import { type CaseArray, inputArray } from "./case-data.ts";

/** The first value of a parameter: all `constant`, or uniform with the standard deviation `1/√fanIn`. */
export function parameterArray(shape: readonly number[], seed: number, constant?: number): CaseArray {
  const { data } = inputArray({ shape }, 1000 + seed);
  const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return { shape, data: data.map((x) => constant ?? x * Math.sqrt(3 / fanIn)) };
}
