import { describe, expect, it } from "vitest";
import { batches } from "./batches.ts";
import { HostArray } from "./host-array.ts";
import { epochSeed, shuffled } from "./shuffled.ts";

const column = (data: readonly number[]): HostArray =>
  new HostArray(Float32Array.from(data), [data.length], "float32");
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("shuffled", () => {
  it.each([0, 1, 2, 3, 100])("gives every one of %d elements once", (count) => {
    expect(shuffled(numbers(count), 5).sort((a, b) => a - b)).toEqual(numbers(count));
  });

  it("depends on the seed alone, and leaves the list as it was", () => {
    const list = Object.freeze(numbers(20));
    expect(shuffled(list, 1)).toEqual(shuffled(list, 1));
    expect(shuffled(list, 1)).not.toEqual(shuffled(list, 2));
    expect(shuffled(list, 1)).not.toEqual([...list]);
    expect(list).toEqual(numbers(20));
  });

  it("has a seed of its own for every epoch of every model", () => {
    const seeds = numbers(50).flatMap((seed) => numbers(50).map((epoch) => epochSeed(seed, epoch)));
    expect(new Set(seeds).size).toBe(2500);
  });

  it("puts every element in every place about as often", () => {
    const seeds = 3000;
    const firsts = new Map<number, number>();
    for (let seed = 0; seed < seeds; seed++) {
      const [first = -1] = shuffled(numbers(5), seed);
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    // Within 5 standard deviations of a fifth.
    const deviation = Math.sqrt(seeds * 0.2 * 0.8);
    for (const count of firsts.values()) expect(Math.abs(count - seeds / 5)).toBeLessThan(5 * deviation);
    expect(firsts.size).toBe(5);
  });
});

describe("batches", () => {
  const samples = {
    x: { pairs: new HostArray(Int32Array.from(numbers(10)), [5, 2], "int32") },
    y: column([0, 1, 2, 3, 4]),
    sampleWeight: null,
    count: 5,
  };

  it("cut every array of the tree, the last one short", () => {
    const cut = [...batches(samples, { batchSize: 2, shuffleSeed: null })];
    expect(cut.map(({ count }) => count)).toEqual([2, 2, 1]);
    expect(cut.map(({ x }) => (x as typeof samples.x).pairs.shape)).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ]);
    expect(cut.flatMap(({ x }) => [...(x as typeof samples.x).pairs.data])).toEqual(numbers(10));
    expect(cut.every(({ sampleWeight }) => sampleWeight === null)).toBe(true);
  });

  it("keep the samples together when shuffled", () => {
    const cut = [...batches(samples, { batchSize: 2, shuffleSeed: 3 })];
    const x = cut.flatMap((batch) => [...(batch.x as typeof samples.x).pairs.data]);
    const y = cut.flatMap((batch) => [...(batch.y as HostArray).data]);
    expect(y.toSorted((a, b) => a - b)).toEqual(numbers(5));
    expect(x).toEqual(y.flatMap((label) => [2 * label, 2 * label + 1]));
    expect([...samples.y.data]).toEqual(numbers(5));
  });
});
