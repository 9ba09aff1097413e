import type { Graph, Node, Primitive, Value } from "../primitive/primitive.ts";
import type { TypedArray } from "../tensor/dtype.ts";
import { byteSize, type TensorSpec } from "../tensor/spec.ts";
import type { CompileOptions } from "./backend.ts";
import type { KernelStorage } from "./kernel-backend-storage.ts";
import type { KernelTable } from "./kernel-backend-table.ts";

export const vector: TensorSpec = { shape: [3], dtype: "float32" };

export function value(spec: TensorSpec = vector): Value {
  return { spec };
}

/** A node as a backend sees it: of a primitive it needs the name alone. */
export function node(
  name: string,
  inputs: readonly Value[],
  outputs: readonly Value[],
  params: object = {},
): Node {
  return { primitive: { name } as Primitive, params, inputs, outputs };
}

/** `f(f(… x))`, applied `count` times. */
export function chain(name: string, count: number): Graph {
  const values = Array.from({ length: count + 1 }, () => value());
  return {
    inputs: values.slice(0, 1),
    nodes: values.slice(1).map((result, index) => node(name, values.slice(index, index + 1), [result])),
    outputs: values.slice(-1),
  };
}

export function options({ donated = [] }: { donated?: readonly number[] } = {}): CompileOptions {
  return { name: "test", donated, eager: false };
}

/** The kernels a test needs, as if they were all. */
export function kernelTable<Buffer>(some: Partial<KernelTable<Buffer>>): KernelTable<Buffer> {
  return some as KernelTable<Buffer>;
}

/** A buffer that must be given back. */
export interface TrackedBuffer {
  readonly data: Float32Array;
}

export interface TrackingStorage extends KernelStorage<TrackedBuffer> {
  /** What kernels make their results with. */
  create(data: Float32Array): TrackedBuffer;
  readonly alive: ReadonlySet<TrackedBuffer>;
  /** The most buffers that were alive at one time since the last reset. */
  readonly peak: number;
  resetPeak(): void;
}

/** A storage that knows which buffers are alive, and fails if one is used or released when it is not. */
export function trackingStorage(): TrackingStorage {
  const alive = new Set<TrackedBuffer>();
  let peak = 0;
  const create = (data: Float32Array): TrackedBuffer => {
    const buffer = { data };
    alive.add(buffer);
    peak = Math.max(peak, alive.size);
    return buffer;
  };
  const read = (buffer: TrackedBuffer): TypedArray => {
    if (!alive.has(buffer)) throw new Error("Read after release.");
    return buffer.data.slice();
  };
  return {
    alive,
    get peak() {
      return peak;
    },
    resetPeak() {
      peak = alive.size;
    },
    create,
    upload: (data) => create(Float32Array.from(data)),
    async download(buffer) {
      await Promise.resolve();
      return read(buffer);
    },
    downloadSync: read,
    release(buffer) {
      if (!alive.delete(buffer)) throw new Error("Released twice.");
    },
    bytes: ({ data }) => byteSize({ shape: [data.length], dtype: "float32" }),
  };
}
