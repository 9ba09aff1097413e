import { spawnSync } from "node:child_process";
import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { DataLoader, type DataLoaderOptions, type DatasetModule, Model, np, setBackend } from "../index.ts";

beforeAll(() => setBackend(cpu()));

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

async function read(loader: DataLoader): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const { x } of loader) found.push(await x.array());
  return found;
}

/** A module for threads, as text: each thread makes its own dataset. */
const moduleOf = (body: string, rest: Partial<DatasetModule> = {}): DatasetModule => ({
  module: `data:text/javascript,${encodeURIComponent(body)}`,
  ...rest,
});
const range = moduleOf(
  "export default ({ count }) => ({ length: count, get: (i) => ({ x: i, y: i * i }) });",
  {
    data: { count: 11 },
  },
);
const elevens = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [8, 9, 10],
];

describe("a loader gives every sample once, in order,", () => {
  it.each<[string, DataLoader, readonly unknown[]]>([
    ["of a list", new DataLoader(numbers(11), { batchSize: 4 }), elevens],
    ["of a dataset", new DataLoader({ length: 11, get: (i) => i }, { batchSize: 4 }), elevens],
    [
      "of a dataset that takes time",
      new DataLoader(
        {
          length: 11,
          get: (i) => new Promise((resolve) => void setTimeout(resolve, (13 * i) % 7, i)),
        },
        { batchSize: 4, workers: 3 },
      ),
      elevens,
    ],
    ["without prefetching", new DataLoader(numbers(11), { batchSize: 4, prefetch: 0 }), elevens],
    [
      "without the short batch",
      new DataLoader(numbers(11), { batchSize: 4, dropRemaining: true }),
      elevens.slice(0, 2),
    ],
    ["from one thread", new DataLoader(range, { batchSize: 4 }), elevens],
    ["from three threads", new DataLoader(range, { batchSize: 4, workers: 3 }), elevens],
  ])("%s", async (_, loader, batches) => {
    expect(await read(loader)).toEqual(batches);
    expect(await read(loader)).toEqual(batches);
  });

  it("from a thread of a program that is a module given as text, as its threads then are", () => {
    const script = `
      import { cpu } from "@elegy/backend-cpu";
      import { DataLoader, setBackend } from "../index.ts";
      setBackend(cpu());
      for await (const { x } of new DataLoader(${JSON.stringify(range)}, { batchSize: 8 }))
        console.log(JSON.stringify(await x.array()));
    `;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", script],
      { cwd: import.meta.dirname, encoding: "utf8", timeout: 60_000 },
    );
    expect({ stdout, stderr }).toEqual({ stdout: "[0,1,2,3,4,5,6,7]\n[8,9,10]\n", stderr: "" });
  });

  it("65 samples by 10 as 7 batches", async () => {
    const batches = await read(new DataLoader(numbers(65), { batchSize: 10 }));
    expect(batches).toHaveLength(7);
    expect(batches.flat()).toEqual(numbers(65));
  });

  it("shuffled from its seed, each pass otherwise, whatever the workers", async () => {
    const passes = async (options: DataLoaderOptions): Promise<unknown[]> => {
      const loader = new DataLoader(range, { batchSize: 4, shuffle: true, ...options });
      return [(await read(loader)).flat(), (await read(loader)).flat()];
    };
    const [first, second] = await passes({ seed: 1 });
    expect(first).not.toEqual(second);
    expect((first as number[]).toSorted((a, b) => a - b)).toEqual(numbers(11));
    expect(await passes({ seed: 1, workers: 3 })).toEqual([first, second]);
    expect((await passes({ seed: 2 }))[0]).not.toEqual(first);
  });
});

describe("samples are stacked", () => {
  it("as trees of arrays, by name or in order", async () => {
    const loader = new DataLoader({
      length: 2,
      get: (i) => [{ a: Float32Array.of(i, 2 * i), b: [[i]] }, i, 0.5],
    });
    for await (const { x, y, sampleWeight } of loader) {
      const { a, b } = x as unknown as Record<"a" | "b", typeof y>;
      expect([a?.dtype, b?.shape, y?.dtype, sampleWeight?.dtype]).toEqual([
        "float32",
        [2, 1, 1],
        "int32",
        "float32",
      ]);
      expect(await a?.array()).toEqual([
        [0, 0],
        [1, 2],
      ]);
    }
  });

  it.each<[string, (i: number) => unknown, string]>([
    [
      "shape",
      (i) => new Float32Array(i === 3 ? 1 : 2),
      "DataLoader: the samples of a batch differ in `x`. Expected f32[2], as sample 0; received f32[1] in sample 3.",
    ],
    [
      "dtype",
      (i) => (i === 2 ? new Int32Array(2) : new Float32Array(2)),
      "Expected f32[2], as sample 0; received i32[2] in sample 2.",
    ],
    [
      "row",
      (i) => ({ x: i === 1 ? [1, 2, 3] : [1, 2] }),
      "Expected [2], as sample 0; received [3] in sample 1.",
    ],
    [
      "keys",
      (i) => ({ x: i === 1 ? { a: 1, c: 2 } : { a: 1, b: 2 } }),
      "Expected [a, b], as sample 0; received [a, c] in sample 1.",
    ],
    [
      "parts",
      (i) => (i === 1 ? { x: 1 } : { x: 1, y: 2 }),
      "differ in `y`. Expected a sample with `y`, as sample 0; received one without in sample 1.",
    ],
    [
      "a list that could be two things",
      () => [1, 2],
      "DataLoader: sample 0 is no data. Expected a tensor, a typed array, [x, y, sampleWeight] or { x, y, sampleWeight }; received [1, 2]. That could be a row or [x, y]: write { x: [ … ] } or { x: … , y: … }.",
    ],
    ["text", () => "a", "sample 0 is no data."],
  ])("not if they differ in %s", async (_, get, message) => {
    await expect(read(new DataLoader({ length: 4, get: get as (i: number) => number }))).rejects.toThrow(
      message,
    );
  });
});

describe("a dataset that throws", () => {
  const throws = "throw Object.assign(new RangeError('sample ' + i + ' is torn'), {})";

  it("here is the cause, and says for which samples", async () => {
    const torn = new RangeError("torn");
    const loader = new DataLoader({
      length: 3,
      get: () => {
        throw torn;
      },
    });
    await expect(read(loader)).rejects.toMatchObject({
      code: "ELEGY_DATASET_FAILED",
      message: "DataLoader: getting samples 0…2 failed: torn.",
      cause: torn,
    });
  });

  it("on a thread keeps its name, message and stack", async () => {
    const broken = moduleOf(
      `export default () => ({ length: 3, get: function readSample(i) { ${throws} } });`,
    );
    await expect(read(new DataLoader(broken))).rejects.toMatchObject({
      code: "ELEGY_DATASET_FAILED",
      message: "DataLoader: getting samples 0…2 failed: sample 0 is torn.",
      cause: {
        name: "RangeError",
        message: "sample 0 is torn",
        stack: expect.stringContaining("readSample"),
      },
    });
  });

  it.each<[string, DatasetModule, string]>([
    ["cannot be loaded", moduleOf("throw new Error('no file')"), "making the dataset failed: no file."],
    [
      "has no such export",
      moduleOf("export const a = 1;", { export: "b" }),
      "making the dataset failed: the module exports no function named b.",
    ],
    [
      "cannot be sent",
      { ...range, data: () => 1 },
      "making the dataset failed: () => 1 could not be cloned.",
    ],
    [
      "is empty",
      { ...range, data: { count: 0 } },
      "there are no samples. Expected at least one; received a dataset of length 0.",
    ],
  ])("because its module %s", async (_, dataset, message) => {
    await expect(read(new DataLoader(dataset))).rejects.toThrow(`DataLoader: ${message}`);
  });
});

// The Python library waited 10 seconds, whatever it was told (weakness 20).
describe("the timeout", () => {
  it.each<[string, DataLoader]>([
    ["here", new DataLoader({ length: 1, get: () => new Promise<never>(() => {}) }, { timeout: 20 })],
    [
      "on a thread",
      new DataLoader(moduleOf("export default () => ({ length: 1, get: () => new Promise(() => {}) });"), {
        timeout: 20,
      }),
    ],
  ])("ends the wait for a batch %s", async (_, loader) => {
    await expect(read(loader)).rejects.toMatchObject({
      code: "ELEGY_DATA_LOADER_TIMEOUT",
      message:
        "DataLoader: batch 0 did not come in time. Expected each batch within 20 ms (timeout); received none. Allow more time, or use more workers.",
    });
  });
});

it("reads ahead only as far as it is told", async () => {
  const asked: number[] = [];
  const dataset = { length: 10, get: (i: number) => (asked.push(i), i) };
  for await (const { x } of new DataLoader(dataset, { batchSize: 1, prefetch: 3 })) {
    x.dispose();
    break;
  }
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.length).toBeLessThanOrEqual(4);
});

it.each<[string, () => unknown, string]>([
  [
    "an unknown option",
    () => new DataLoader([], { nWorkers: 1 } as object),
    "there is no option `nWorkers`.",
  ],
  ["no workers", () => new DataLoader([], { workers: 0 }), "`workers` is out of range."],
  ["no dataset", () => new DataLoader(7 as never), "there is no dataset."],
  [
    "a relative module",
    () => new DataLoader({ module: "./digits.js" }),
    'DataLoader: `module` is not an absolute URL. Expected new URL("./dataset.js", import.meta.url); received ./digits.js.',
  ],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(message);
});

// The Python library took the first sample for the inputs: shape (3,) instead of (12, 1) (weakness 7).
it("predictions of a loader of inputs alone are for all samples", async () => {
  const model = new Model({ module: (x) => x, initialized: true });
  const loader = new DataLoader({ length: 12, get: (i) => Float32Array.of(i) }, { batchSize: 5 });
  const predictions = await model.predict({ x: loader });
  expect(predictions.shape).toEqual([12, 1]);
  expect(await predictions.array()).toEqual(await np.arange(12).reshape([12, 1]).array());
});
