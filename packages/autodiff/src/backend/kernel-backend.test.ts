import { describe, expect, test } from "vitest";
import type { Graph } from "../primitive/primitive.ts";
import type { TypedArray } from "../tensor/dtype.ts";
import type { Backend } from "./backend.ts";
import { kernelBackend } from "./kernel-backend.ts";
import {
  chain,
  kernelTable,
  node,
  options,
  type TrackedBuffer,
  trackingStorage,
  type TrackingStorage,
  value,
  vector,
} from "./kernel-backend.test-support.ts";

const one23 = new Float32Array([1, 2, 3]);

/** `neg` makes a buffer, `reshape` returns its operand's, `threefry2x32` makes two, `log` throws, `exp` forgets its result. */
function trackedBackend(): { backend: Backend; storage: TrackingStorage } {
  const storage = trackingStorage();
  const backend = kernelBackend({
    name: "tracked",
    dtypes: ["float32"],
    storage,
    kernels: kernelTable<TrackedBuffer>({
      neg: ([x]) => [storage.create(x!.buffer.data.map((v) => -v))],
      add: ([x, y]) => [storage.create(x!.buffer.data.map((v, i) => v + y!.buffer.data[i]!))],
      reshape: ([x]) => [x!.buffer],
      threefry2x32: ([x]) => [storage.create(x!.buffer.data.slice()), storage.create(x!.buffer.data.slice())],
      log: () => {
        throw new TypeError("out of order");
      },
      exp: () => [],
    }),
  });
  return { backend, storage };
}

describe("liveness", () => {
  test("releases each intermediate after its last use", () => {
    const { backend, storage } = trackedBackend();
    const program = backend.compile(chain("neg", 10), options());
    const input = backend.upload(one23, vector);
    storage.resetPeak();

    const [result] = program.run([input]);

    // The input, which stays the caller's, the operand and the result of a step.
    expect(storage.peak).toBe(3);
    expect(storage.alive.size).toBe(2);
    expect(backend.downloadSync?.(result)).toEqual(one23);
  });

  test("keeps a value until its last of several uses", () => {
    const { backend, storage } = trackedBackend();
    const [x, y, z, sum] = [value(), value(), value(), value()];
    const nodes = [node("neg", [x], [y]), node("neg", [y], [z]), node("add", [y, z], [sum])];
    const input = backend.upload(one23, vector);

    const [result] = backend.compile({ inputs: [x], nodes, outputs: [sum] }, options()).run([input]);

    expect(backend.downloadSync?.(result)).toEqual(new Float32Array(3));
    expect(storage.alive.size).toBe(2);
  });

  test("releases an output that nothing uses at once", () => {
    const { backend, storage } = trackedBackend();
    const [x, low, high, y, z] = [value(), value(), value(), value(), value()];
    const nodes = [node("threefry2x32", [x], [low, high]), node("neg", [low], [y]), node("neg", [y], [z])];
    const input = backend.upload(one23, vector);
    storage.resetPeak();

    backend.compile({ inputs: [x], nodes, outputs: [z] }, options()).run([input]);

    expect(storage.peak).toBe(3);
    expect(storage.alive.size).toBe(2);
  });

  test("runs again, and returns buffers of the caller's own each time", () => {
    const { backend } = trackedBackend();
    const program = backend.compile(chain("neg", 1), options());
    const input = backend.upload(one23, vector);
    const [first] = program.run([input]);
    const [second] = program.run([input]);
    backend.release(first);
    expect(backend.downloadSync?.(second)).toEqual(new Float32Array([-1, -2, -3]));
  });
});

describe("donation", () => {
  test("releases a donated input after its last use", () => {
    const { backend, storage } = trackedBackend();
    const program = backend.compile(chain("neg", 10), options({ donated: [0] }));
    const input = backend.upload(one23, vector);
    storage.resetPeak();

    program.run([input]);

    expect(storage.peak).toBe(2);
    expect(storage.alive.size).toBe(1);
    expect(backend.memory()).toEqual({ buffers: 1, bytes: 12 });
    expect(() => backend.release(input)).toThrowError(
      expect.objectContaining({ code: "ELEGY_BUFFER_RELEASED" }),
    );
  });

  test("releases a donated input that is not used before anything is made", () => {
    const { backend, storage } = trackedBackend();
    const { inputs, nodes, outputs } = chain("neg", 1);
    const program = backend.compile(
      { inputs: [...inputs, value()], nodes, outputs },
      options({ donated: [0, 1] }),
    );
    const buffers = [backend.upload(one23, vector), backend.upload(one23, vector)];
    storage.resetPeak();

    program.run(buffers);

    expect(storage.peak).toBe(2);
    expect(storage.alive.size).toBe(1);
  });

  test("of a buffer that is passed at two places", () => {
    const { backend, storage } = trackedBackend();
    const [x, y, sum] = [value(), value(), value()];
    const graph = { inputs: [x, y], nodes: [node("add", [x, y], [sum])], outputs: [sum] };
    for (const donated of [[0], [0, 1]]) {
      const input = backend.upload(one23, vector);
      const [result] = backend.compile(graph, options({ donated })).run([input, input]);
      expect(backend.downloadSync?.(result)).toEqual(new Float32Array([2, 4, 6]));
      backend.release(result);
      expect(storage.alive.size).toBe(0);
    }
  });

  test("consumes nothing when another input is refused", () => {
    const { backend } = trackedBackend();
    const [x, y, sum] = [value(), value(), value()];
    const graph = { inputs: [x, y], nodes: [node("add", [x, y], [sum])], outputs: [sum] };
    const [donated, released] = [backend.upload(one23, vector), backend.upload(one23, vector)];
    backend.release(released);
    const program = backend.compile(graph, options({ donated: [0] }));
    expect(() => program.run([donated, released])).toThrowError(/released or donated before/);
    expect(backend.downloadSync?.(donated)).toEqual(one23);
  });
});

describe("a kernel that returns its operand's buffer", () => {
  const [x, y, z] = [value(), value(), value()];
  const twice = {
    inputs: [x],
    nodes: [node("reshape", [x], [y]), node("reshape", [y], [z])],
    outputs: [y, z],
  };

  test("gives outputs that are released each by itself", () => {
    const { backend, storage } = trackedBackend();
    const input = backend.upload(one23, vector);
    const results = backend.compile(twice, options()).run([input]);
    expect(backend.memory()).toEqual({ buffers: 3, bytes: 36 });
    for (const buffer of [input, results[0]]) {
      backend.release(buffer);
      expect(backend.downloadSync?.(results[1])).toEqual(one23);
    }
    backend.release(results[1]);
    expect(storage.alive.size).toBe(0);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  test("may be given a donated one", () => {
    const { backend, storage } = trackedBackend();
    const results = backend.compile(twice, options({ donated: [0] })).run([backend.upload(one23, vector)]);
    backend.release(results[1]);
    expect(backend.downloadSync?.(results[0])).toEqual(one23);
    expect(storage.alive.size).toBe(1);
  });
});

/** `x → neg → name`. */
function failing(name: string): Graph {
  const [x, y, z] = [value(), value(), value()];
  return { inputs: [x], nodes: [node("neg", [x], [y]), node(name, [y], [z])], outputs: [z] };
}

describe("kernels that fail", () => {
  test("are named, with the cause, and leave no buffer behind", () => {
    const { backend, storage } = trackedBackend();
    const input = backend.upload(one23, vector);
    expect(() => backend.compile(failing("log"), options()).run([input])).toThrowError(
      expect.objectContaining({
        code: "ELEGY_KERNEL_FAILED",
        message:
          'test: the kernel of primitive "log" failed on backend "tracked" (out of order). Received f32[3].',
        cause: expect.any(TypeError),
      }),
    );
    expect(storage.alive.size).toBe(1);
  });

  test("consume donated inputs all the same", () => {
    const { backend, storage } = trackedBackend();
    const input = backend.upload(one23, vector);
    expect(() => backend.compile(failing("log"), options({ donated: [0] })).run([input])).toThrowError(
      /"log" failed/,
    );
    expect(storage.alive.size).toBe(0);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  test("are told how many buffers they owe", () => {
    const { backend, storage } = trackedBackend();
    const input = backend.upload(one23, vector);
    expect(() => backend.compile(failing("exp"), options()).run([input])).toThrowError(
      /"exp" on backend "tracked" returned the wrong number of buffers\. Expected 1 \(f32\[3\]\); received 0/,
    );
    expect(() => backend.compile(failing("threefry2x32"), options()).run([input])).toThrowError(/received 2/);
    expect(storage.alive.size).toBe(1);
  });

  test("or are missing fail at compile", () => {
    const { backend } = trackedBackend();
    expect(() => backend.compile(failing("erfInv"), options())).toThrowError(
      expect.objectContaining({
        code: "ELEGY_KERNEL_MISSING",
        message: expect.stringContaining('backend "tracked" has no kernel for primitive "erfInv"'),
      }),
    );
  });
});

test("takes derived primitives of the table and custom ones, and runs them", () => {
  const backend = kernelBackend({
    name: "host",
    dtypes: ["float32"],
    kernels: kernelTable<TypedArray>({
      neg: ([x]) => [x!.buffer.map((v) => -v)],
      relu: ([x]) => [x!.buffer.map((v) => Math.max(v, 0))],
    }),
    custom: {
      scale: ([x], { by }: { readonly by: number }) => [x!.buffer.map((v) => v * by)],
    },
  });
  expect(backend.takes).toEqual(new Set(["relu", "scale"]));
  const [x, y] = [value(), value()];
  const graph = { inputs: [x], nodes: [node("scale", [x], [y], { by: 10 })], outputs: [y] };
  const [result] = backend.compile(graph, options()).run([backend.upload(one23, vector)]);
  expect(backend.downloadSync?.(result)).toEqual(new Float32Array([10, 20, 30]));
});
