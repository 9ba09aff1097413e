import {
  type Backend,
  BackendDisposedError,
  BufferForeignError,
  BufferReleasedError,
  type CompileOptions,
  type Graph,
  type TypedArray,
  type Value,
} from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { cpu } from "../cpu.ts";
import { HeapOutOfMemoryError } from "../errors/heap-out-of-memory-error.ts";
import type { CpuBuffer } from "../memory/cpu-buffer.ts";
import { GraphBuilder } from "../testing/graph-builder.test-support.ts";
import { lower } from "./lower.ts";

const options = (extra: Partial<CompileOptions> = {}): CompileOptions => ({
  name: "step",
  donated: [],
  eager: false,
  ...extra,
});
const spec = (...shape: number[]) => ({ shape, dtype: "float32" }) as const;
const floats = (backend: Backend<CpuBuffer>, ...values: number[]): CpuBuffer =>
  backend.upload(Float32Array.from(values), spec(values.length));
const read = (backend: Backend<CpuBuffer>, buffer: CpuBuffer | undefined): number[] => {
  if (buffer === undefined) throw new Error("no buffer");
  return [...(backend.downloadSync?.(buffer) ?? [])];
};

/** w' = w − 0.1·g, m' = m + g, loss = Σ g². */
function trainingGraph(size: number): Graph {
  const builder = new GraphBuilder();
  const [w, m, g] = [builder.input([size]), builder.input([size]), builder.input([size])];
  const step = builder.map("mul", g, builder.full(0.1, [size]));
  const loss = builder.node("reduceSum", [builder.map("mul", g, g)], [], "float32", { axes: [0] });
  return builder.graph(builder.map("sub", w, step), builder.map("add", m, g), loss);
}

describe("donation", () => {
  it("writes results over donated inputs", () => {
    expect(lower(trainingGraph(100), [0, 1]).takenFrom).toEqual([0, 1, null]);
    expect(lower(trainingGraph(100), []).takenFrom).toEqual([null, null, null]);
  });

  it("writes results over donated inputs rather than over what was computed on the way", () => {
    const builder = new GraphBuilder();
    const [w, g] = [builder.input([100]), builder.input([100])];
    const gradient = builder.node("reverse", [g], [100], "float32", { dimensions: [0] });
    expect(lower(builder.graph(builder.map("add", gradient, w)), [0]).takenFrom).toEqual([0]);
  });

  it("does not where an operand is read later or in another order", () => {
    const builder = new GraphBuilder();
    const x = builder.input([4]);
    const y = builder.map("neg", x);
    const z = builder.node("reverse", [x], [4], "float32", { dimensions: [0] });
    const graph = builder.graph(y, z);
    const backend = cpu();
    const program = backend.compile(graph, options({ donated: [0] }));
    const results = program.run([floats(backend, 1, 2, 3, 4)]);
    expect(results.map((buffer) => read(backend, buffer))).toEqual([
      [-1, -2, -3, -4],
      [4, 3, 2, 1],
    ]);
  });

  it("gives an output the memory of an input that is no longer read", () => {
    const builder = new GraphBuilder();
    const x = builder.input([4]);
    const total = builder.node("reduceSum", [x], [], "float32", { axes: [0] });
    const graph = builder.graph(
      builder.node("broadcastInDim", [total], [4], "float32", { shape: [4], broadcastDimensions: [] }),
    );
    expect(lower(graph, [0]).takenFrom).toEqual([0]);
    const backend = cpu();
    const [result] = backend.compile(graph, options({ donated: [0] })).run([floats(backend, 1, 2, 3, 4)]);
    expect(read(backend, result)).toEqual([10, 10, 10, 10]);
  });

  it.each([
    ["between them", false, 4000],
    ["not while the input is still to be read", true, 8000],
  ])("computes in the memory of an input and the output that takes it over: %s", (_, readsLater, least) => {
    const builder = new GraphBuilder();
    const x = builder.input([1000]);
    const total = (value: Value): Value => builder.node("reduceSum", [value], [], "float32", { axes: [0] });
    const spread = (value: Value): Value =>
      builder.node("broadcastInDim", [value], [1000], "float32", { shape: [1000], broadcastDimensions: [] });
    const sums = builder.node("cumsum", [spread(total(x))], [1000], "float32", { axis: 0, reverse: false });
    const mean = builder.map("mul", total(sums), builder.constant(1e-3));
    // Needs all of the input when all of the sums are there.
    const product = builder.node("dotGeneral", [sums, x], [], "float32", {
      lhsContracting: [0],
      rhsContracting: [0],
      lhsBatch: [],
      rhsBatch: [],
    });
    const graph = builder.graph(spread(readsLater ? builder.map("sub", product, mean) : mean));
    expect(lower(graph, [0]).takenFrom).toEqual([0]);
    const { temporaryBytes } = lower(graph, [0]).memory;
    expect(temporaryBytes).toBeGreaterThanOrEqual(least);
    expect(temporaryBytes).toBeLessThan(least + 1000);
    const backend = cpu();
    const program = backend.compile(graph, options({ donated: [0] }));
    let state = floats(backend, ...Array.from({ length: 1000 }, () => 1e-3));
    for (const expected of [500.5, 250_500_250].map((value) => (readsLater ? 0 : value))) {
      [state = state] = program.run([state]);
      expect(read(backend, state)[999]).toBeCloseTo(expected, -2);
    }
  });

  it("hands an input on under another name", () => {
    const builder = new GraphBuilder();
    const x = builder.input([4]);
    const reshaped = builder.node("reshape", [x], [2, 2], "float32", { shape: [2, 2] });
    const again = builder.node("reshape", [x], [4, 1], "float32", { shape: [4, 1] });
    const graph = builder.graph(reshaped, again, builder.map("neg", reshaped));
    const backend = cpu();
    for (const donated of [[0], []]) {
      const program = backend.compile(graph, options({ donated }));
      const input = floats(backend, 1, 2, 3, 4);
      const results = program.run([input]);
      expect(results.map((buffer) => read(backend, buffer))).toEqual([
        [1, 2, 3, 4],
        [1, 2, 3, 4],
        [-1, -2, -3, -4],
      ]);
      for (const buffer of results) backend.release(buffer);
      if (donated.length === 0) backend.release(input);
    }
    expect(backend.memory()).toMatchObject({ buffers: 0, bytes: 0 });
  });

  it("consumes the input, and only once", () => {
    const backend = cpu();
    const program = backend.compile(trainingGraph(2), options({ donated: [0, 1] }));
    const [w, g] = [floats(backend, 1, 2), floats(backend, 10, 20)];
    const results = program.run([w, w, g]);
    expect(results.map((buffer) => read(backend, buffer))).toEqual([[0, 0], [11, 22], [500]]);
    expect(() => backend.downloadSync?.(w)).toThrow(BufferReleasedError);
    expect(() => program.run([w, w, g])).toThrow(
      /^step: the buffer was released or donated before.*f32\[2\]/,
    );
    expect(backend.memory()).toMatchObject({ buffers: 4, bytes: 28 });
  });

  it("leaves an undonated reader its data", () => {
    const backend = cpu();
    const program = backend.compile(trainingGraph(2), options({ donated: [0] }));
    const state = program.run([floats(backend, 1, 2), floats(backend, 0, 0), floats(backend, 1, 1)]);
    const [w] = state;
    if (w === undefined) throw new Error("no output");
    const results = program.run([w, w, w]);
    expect(read(backend, results[1]).map((value) => value.toFixed(4))).toEqual(["1.8000", "3.8000"]);
  });
});

it("keeps memory constant in steady training", () => {
  const backend = cpu();
  const program = backend.compile(trainingGraph(5000), options({ donated: [0, 1] }));
  let w = backend.upload(new Float32Array(5000), spec(5000));
  let m = backend.upload(new Float32Array(5000), spec(5000));
  const seen = new Set<string>();
  for (let step = 0; step < 200; step++) {
    const g = backend.upload(new Float32Array(5000).fill(1), spec(5000));
    const [nextW, nextM, loss] = program.run([w, m, g]);
    if (!nextW || !nextM || !loss) throw new Error("three outputs");
    expect(read(backend, loss)).toEqual([5000]);
    backend.release(loss);
    backend.release(g);
    [w, m] = [nextW, nextM];
    const { store } = w as unknown as { store: { heap(name: string): { size: number; inUse: number } } };
    if (step > 2)
      seen.add(JSON.stringify([backend.memory(), store.heap("test").size, store.heap("test").inUse]));
  }
  expect(seen.size).toBe(1);
  expect(read(backend, m)[0]).toBe(200);
});

it("survives a long synchronous loop of eager results that nobody releases", () => {
  const backend = cpu({ heapLimit: 2 ** 21 });
  const builder = new GraphBuilder();
  const x = builder.input([1000]);
  const program = backend.compile(
    builder.graph(builder.map("add", x, builder.full(1, [1000]))),
    options({ eager: true }),
  );
  let value = backend.upload(new Float32Array(1000), spec(1000));
  for (let step = 0; step < 50_000; step++) [value = value] = program.run([value]);
  expect(read(backend, value)[999]).toBe(50_000);
  expect(backend.memory().buffers).toBe(50_001);
});

it("moves a host buffer that is read again and again to the heap", () => {
  const backend = cpu();
  const builder = new GraphBuilder();
  const program = backend.compile(builder.graph(builder.map("neg", builder.input([3]))), options());
  const x = floats(backend, 1, 2, 3);
  for (const place of ["host", "heap", "heap"]) {
    const [y] = program.run([x]);
    expect(read(backend, y)).toEqual([-1, -2, -3]);
    expect(x.residence.on).toBe(place);
  }
  backend.release(x);
});

describe("errors", () => {
  it("say that the heap is full, and leave it usable", () => {
    const backend = cpu({ heapLimit: 2 ** 20 });
    const builder = new GraphBuilder();
    const x = builder.input([1]);
    const big = builder.node("broadcastInDim", [x], [300_000], "float32", {
      shape: [300_000],
      broadcastDimensions: [0],
    });
    const program = backend.compile(builder.graph(big), options({ name: "bigStep" }));
    const input = floats(backend, 1);
    expect(() => program.run([input])).toThrow(HeapOutOfMemoryError);
    expect(() => program.run([input])).toThrow(/^bigStep: out of memory: needed /);
    expect(backend.memory()).toMatchObject({ buffers: 1, bytes: 4 });
    const small = backend.compile(trainingGraph(1), options());
    expect(small.run([input, input, input])).toHaveLength(3);
  });

  it("say that a buffer was released, or is another backend's", () => {
    const [one, other] = [cpu(), cpu()];
    const buffer = floats(one, 1);
    expect(() => other.downloadSync?.(buffer)).toThrow(BufferForeignError);
    one.release(buffer);
    expect(() => one.release(buffer)).toThrow(BufferReleasedError);
  });

  it("say that the backend was disposed", async () => {
    const backend = cpu();
    const program = backend.compile(trainingGraph(1), options());
    const buffer = floats(backend, 1);
    backend.dispose();
    backend.dispose();
    expect(() => program.run([buffer, buffer, buffer])).toThrow(BackendDisposedError);
    expect(() => floats(backend, 1)).toThrow(BackendDisposedError);
    expect(() => backend.compile(trainingGraph(1), options())).toThrow(BackendDisposedError);
    await expect(backend.download(buffer)).rejects.toThrow(BackendDisposedError);
    backend.release(buffer);
  });

  it("say that a program was disposed, or a dtype is not for it", () => {
    const backend = cpu();
    const program = backend.compile(trainingGraph(1), options());
    program.dispose();
    expect(() => program.run([])).toThrow(/step: the compiled program was disposed/);
    const builder = new GraphBuilder();
    const root = builder.map("sqrt", builder.input([2], "int32"));
    expect(() => backend.compile(builder.graph(root), options())).toThrow(
      /^sqrt: .*Received i32\[2\]\..*float32/,
    );
  });
});

it("copies at upload and at download", () => {
  const backend = cpu();
  const data = Float32Array.of(1, 2);
  const buffer = backend.upload(data, spec(2));
  data[0] = 9;
  const copy = backend.downloadSync?.(buffer) as TypedArray;
  expect([...copy]).toEqual([1, 2]);
  copy[1] = 9;
  expect(read(backend, buffer)).toEqual([1, 2]);
});
