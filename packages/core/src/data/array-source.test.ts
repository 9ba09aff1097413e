import { describe, expect, it } from "vitest";
import { arraySource, type BatchOptions } from "./array-source.ts";
import type { Samples } from "./samples.ts";
import { HostArray } from "./host-array.ts";
import { passSeed, shuffled } from "./shuffled.ts";

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
    const seeds = numbers(50).flatMap((seed) => numbers(50).map((epoch) => passSeed(seed, epoch)));
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

async function batches(
  data: Samples,
  options: Partial<BatchOptions>,
  pass = 0,
  from = 0,
): Promise<readonly Samples[]> {
  const source = arraySource("test", data, {
    batchSize: 32,
    shuffleSeed: null,
    dropRemaining: false,
    ...options,
  });
  const found: Samples[] = [];
  for await (const batch of { [Symbol.asyncIterator]: () => source.pass(pass, from) }) found.push(batch);
  expect(source.steps).toBe(found.length + from);
  expect(source.samples).toBe(from === 0 ? sum(found.map(({ count }) => count)) : source.samples);
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("batches", () => {
  const samples = {
    x: { pairs: new HostArray(Int32Array.from(numbers(10)), [5, 2], "int32") },
    y: column([0, 1, 2, 3, 4]),
    sampleWeight: null,
    count: 5,
  };

  it("cut every array of the tree, the last one short", async () => {
    const cut = await batches(samples, { batchSize: 2 });
    expect(cut.map(({ count }) => count)).toEqual([2, 2, 1]);
    expect(cut.map(({ x }) => (x as typeof samples.x).pairs.shape)).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ]);
    expect(cut.flatMap(({ x }) => [...(x as typeof samples.x).pairs.data])).toEqual(numbers(10));
    expect(cut.every(({ sampleWeight }) => sampleWeight === null)).toBe(true);
  });

  it("keep the samples together when shuffled", async () => {
    const cut = await batches(samples, { batchSize: 2, shuffleSeed: 3 });
    const x = cut.flatMap((batch) => [...(batch.x as typeof samples.x).pairs.data]);
    const y = cut.flatMap((batch) => [...(batch.y as HostArray).data]);
    expect(y.toSorted((a, b) => a - b)).toEqual(numbers(5));
    expect(x).toEqual(y.flatMap((label) => [2 * label, 2 * label + 1]));
    expect([...samples.y.data]).toEqual(numbers(5));
  });

  it.each([
    [11, 4, [4, 4, 3]],
    [65, 10, [10, 10, 10, 10, 10, 10, 5]],
    [100, 32, [32, 32, 32, 4]],
    [3, 32, [3]],
  ])("of %d samples by %d", async (count, batchSize, sizes) => {
    const data = { x: column(numbers(count)), y: null, sampleWeight: null, count };
    const cut = await batches(data, { batchSize });
    expect(cut.map((batch) => batch.count)).toEqual(sizes);
    expect(cut.flatMap((batch) => [...(batch.x as HostArray).data])).toEqual(numbers(count));
    const whole = await batches(data, { batchSize: Math.min(batchSize, count), dropRemaining: true });
    expect(whole.map((batch) => batch.count)).toEqual(sizes.filter((size) => size === sizes[0]));
  });

  it("have another order in each pass, and go on in the middle of one", async () => {
    const data = { x: column(numbers(10)), y: null, sampleWeight: null, count: 10 };
    const order = async (pass: number, from = 0): Promise<number[]> =>
      (await batches(data, { batchSize: 4, shuffleSeed: 7 }, pass, from)).flatMap(({ x }) => [
        ...(x as HostArray).data,
      ]);
    const [first, second] = [await order(0), await order(1)];
    expect(first).not.toEqual(second);
    expect(await order(1, 2)).toEqual(second.slice(8));
  });

  it("are never none", () => {
    expect(() =>
      arraySource("fit", samples, { batchSize: 6, shuffleSeed: null, dropRemaining: true }),
    ).toThrow(
      "fit: `dropRemaining` leaves no batch. Expected at least 6 samples for one batch; received 5. Choose a smaller batchSize, or keep the short batch.",
    );
  });
});
