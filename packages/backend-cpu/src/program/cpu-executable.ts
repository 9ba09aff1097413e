import {
  ExecutableDisposedError,
  type CompileOptions,
  type Executable,
  type Graph,
  hostArray,
  KernelMissingError,
  sizeOf,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { hasKernel } from "../kernels/kernel-table.ts";
import type { BufferStore } from "../memory/buffer-store.ts";
import type { CpuBuffer } from "../memory/cpu-buffer.ts";
import { instantiate, type RunFunction } from "./instantiate.ts";
import { lower, type Program } from "./lower.ts";
import { Placement } from "./placement.ts";

/** A program bound to the memory of a backend. */
export class CpuExecutable implements Executable<CpuBuffer> {
  readonly #name: string;
  readonly #store: BufferStore;
  readonly #program: Program;
  readonly #donated: readonly number[];
  readonly #eager: boolean;
  #run: RunFunction | null;

  constructor(graph: Graph, { name, donated, eager }: CompileOptions, store: BufferStore) {
    requireKernels(graph, name);
    this.#name = name;
    this.#store = store;
    this.#donated = donated;
    this.#eager = eager;
    // Results of eager programs leave the heap at once, so there is nothing to take over.
    this.#program = lower(graph, eager ? [] : donated);
    this.#run = instantiate(this.#program, store.heap(name).memory);
  }

  run(inputs: readonly CpuBuffer[]): CpuBuffer[] {
    const run = this.#run;
    if (run === null) throw new ExecutableDisposedError(this.#name);
    for (const buffer of inputs) this.#store.check(buffer, this.#name);

    const placement = new Placement(this.#store, this.#program, this.#name, inputs, this.#eager);
    try {
      run(placement.prepare());
    } catch (error) {
      placement.abandon();
      throw error;
    }
    this.#consume(inputs, placement);
    return this.#program.outputs.map((spec, index) =>
      placement.isPassing(index)
        ? this.#copyOut(placement.output(index), spec)
        : this.#store.adoptHeap(placement.output(index), spec, this.#program.takenFrom[index] === null),
    );
  }

  dispose(): void {
    this.#run = null;
  }

  /** Donated inputs are gone, all but the memory that an output has taken over. */
  #consume(inputs: readonly CpuBuffer[], placement: Placement): void {
    for (const index of this.#donated) {
      const buffer = present(inputs[index]);
      if (buffer.residence.on === "nowhere") continue;
      if (placement.isTakenOver(buffer)) this.#store.forget(buffer);
      else this.#store.release(buffer, this.#name);
    }
  }

  /** Host arrays are collected even inside of a loop that never ends; blocks of the heap would fill it. */
  #copyOut(start: number, spec: TensorSpec): CpuBuffer {
    const data = hostArray(spec.dtype, sizeOf(spec.shape));
    const { bytes } = this.#store.heap(this.#name);
    new Uint8Array(data.buffer).set(bytes.subarray(start, start + data.byteLength));
    return this.#store.adoptHost(data, spec);
  }
}

/** @throws KernelMissingError for a primitive from outside that has no decomposition. */
function requireKernels(graph: Graph, operation: string): void {
  for (const { primitive, params, source } of graph.nodes) {
    if (!hasKernel(primitive.name)) throw new KernelMissingError(operation, "cpu", primitive.name, source);
    primitive.graphs?.of(params).forEach((inner) => requireKernels(inner, operation));
  }
}
