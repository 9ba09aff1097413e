import { expect, test } from "vitest";
import type { Graph, Value } from "../primitive/primitive.ts";
import type { Backend } from "./backend.ts";
import { kernelBackend } from "./kernel-backend.ts";
import {
  kernelTable,
  node,
  options,
  type TrackedBuffer,
  type TrackingStorage,
  trackingStorage,
  value,
} from "./kernel-backend.test-support.ts";

const scalar = (): Value => value({ shape: [], dtype: "float32" });
const truth = (): Value => value({ shape: [], dtype: "bool" });

/** `log` fails. Truth values are numbers, like everything in this storage. */
function trackedBackend(readable = true): { backend: Backend; storage: TrackingStorage } {
  const storage = trackingStorage();
  const binary =
    (f: (x: number, y: number) => number) =>
    (operands: readonly { readonly buffer: TrackedBuffer }[]): TrackedBuffer[] => {
      const [x, y] = operands.map(({ buffer }) => buffer.data);
      return [storage.create(x!.map((v, i) => f(v, y![i]!)))];
    };
  const backend = kernelBackend({
    name: "tracked",
    dtypes: ["float32"],
    storage: readable ? storage : { ...storage, downloadSync: undefined as never },
    kernels: kernelTable<TrackedBuffer>({
      add: binary((x, y) => x + y),
      mul: binary((x, y) => x * y),
      lt: binary((x, y) => Number(x < y)),
      reshape: ([x]) => [x!.buffer],
      slice: ([x], { start, limit }) => [storage.create(x!.buffer.data.slice(start[0], limit[0]))],
      concatenate: (parts) => [
        storage.create(Float32Array.from(parts.flatMap(({ buffer }) => [...buffer.data]))),
      ],
      log: () => {
        throw new TypeError("out of order");
      },
    }),
  });
  return { backend, storage };
}

function graphOf(
  count: number,
  build: (inputs: readonly Value[]) => { nodes: Graph["nodes"]; outputs: readonly Value[] },
): Graph {
  const inputs = Array.from({ length: count }, scalar);
  return { inputs, ...build(inputs) };
}

/** `(c, x) → (c + x, c)`. */
const running = graphOf(2, ([c, x]) => {
  const sum = scalar();
  return { nodes: [node("add", [c!, x!], [sum])], outputs: [sum, c!] };
});

function scanGraph(length: number, body: Graph): Graph {
  const [c, last] = [scalar(), scalar()];
  const [xs, ys] = [0, 1].map(() => value({ shape: [length], dtype: "float32" }));
  const params = { body, consts: 0, carries: 1, length, reverse: false };
  return { inputs: [c, xs!], nodes: [node("scan", [c, xs!], [last, ys!], params)], outputs: [last, ys!] };
}

function scalars(backend: Backend, ...data: number[]): unknown[] {
  return data.map((x) => backend.upload(Float32Array.of(x), { shape: [], dtype: "float32" }));
}

test("a scan releases every slice and carry", () => {
  for (const length of [0, 1, 50]) {
    const { backend, storage } = trackedBackend();
    const xs = Float32Array.from({ length }, (_, i) => i);
    const inputs = [...scalars(backend, 1), backend.upload(xs, { shape: [length], dtype: "float32" })];
    const [last, ys] = backend.compile(scanGraph(length, running), options()).run(inputs);
    expect([...backend.downloadSync!(last)]).toEqual([1 + (length * (length - 1)) / 2]);
    expect([...backend.downloadSync!(ys)]).toEqual([...xs].map((x) => 1 + (x * (x - 1)) / 2));
    for (const buffer of [last, ys, ...inputs]) backend.release(buffer);
    expect(storage.alive.size).toBe(0);
  }
});

test("a failing step leaves nothing behind", () => {
  const failing = graphOf(2, ([c, x]) => {
    const [sum, bad] = [scalar(), scalar()];
    return { nodes: [node("add", [c!, x!], [sum]), node("log", [sum], [bad])], outputs: [sum, bad] };
  });
  const { backend, storage } = trackedBackend();
  const xs = backend.upload(new Float32Array(3), { shape: [3], dtype: "float32" });
  const inputs = [...scalars(backend, 1), xs];
  expect(() => backend.compile(scanGraph(3, failing), options()).run(inputs)).toThrow(/"log" failed/);
  expect(storage.alive.size).toBe(2);
});

/** `while (c < limit) c = c · factor`. */
const whileGraph = ((): Graph => {
  const cond = graphOf(2, ([limit, c]) => {
    const goesOn = truth();
    return { nodes: [node("lt", [c!, limit!], [goesOn])], outputs: [goesOn] };
  });
  const body = graphOf(2, ([factor, c]) => {
    const next = scalar();
    return { nodes: [node("mul", [c!, factor!], [next])], outputs: [next] };
  });
  return graphOf(3, (inputs) => {
    const last = scalar();
    const params = { cond, body, condConsts: 1, bodyConsts: 1 };
    return { nodes: [node("while", inputs, [last], params)], outputs: [last] };
  });
})();

test("a while holds one carry at a time", () => {
  const { backend, storage } = trackedBackend();
  const inputs = scalars(backend, 1000, 2, 3);
  const program = backend.compile(whileGraph, options({ donated: [2] }));
  storage.resetPeak();
  const [last] = program.run(inputs);
  expect([...backend.downloadSync!(last)]).toEqual([1536]);
  expect(storage.peak).toBeLessThanOrEqual(5);
  expect(storage.alive.size).toBe(3);
});

test("a cond runs the branch of its index", () => {
  const branches = ["add", "mul", "log"].map((name) =>
    graphOf(2, (inputs) => {
      const result = scalar();
      return { nodes: [node(name, name === "log" ? inputs.slice(1) : inputs, [result])], outputs: [result] };
    }),
  );
  const graph = graphOf(3, (inputs) => {
    const result = scalar();
    return { nodes: [node("cond", inputs, [result], { branches })], outputs: [result] };
  });
  const { backend, storage } = trackedBackend();
  const program = backend.compile(graph, options());
  const results = [0, 1].map((index) => program.run(scalars(backend, index, 3, 4))[0]);
  expect(results.map((buffer) => backend.downloadSync!(buffer)[0])).toEqual([7, 12]);
  const alive = storage.alive.size;
  const inputs = scalars(backend, 2, 3, 4);
  expect(() => program.run(inputs)).toThrow(/"log" failed/);
  expect(storage.alive.size).toBe(alive + 3);
});

test("a device that the host cannot wait for is told when the program is compiled", () => {
  const { backend } = trackedBackend(false);
  expect(() => backend.compile(whileGraph, options())).toThrow(
    /"tracked" cannot run primitive "while".*downloadSync/,
  );
});
