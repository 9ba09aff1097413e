import {
  ExecutableDisposedError,
  byteSize,
  type CompileOptions,
  type Executable,
  type Graph,
  hostArray,
  KernelMissingError,
  sizeOf,
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
    return this.#eager ? this.#copyOut(placement) : this.#handOver(placement);
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

  #handOver(placement: Placement): CpuBuffer[] {
    return this.#program.outputs.map((spec, index) => this.#store.adoptHeap(placement.output(index), spec));
  }

  /** Host arrays are collected even inside of a loop that never ends; blocks of the heap would fill it. */
  #copyOut(placement: Placement): CpuBuffer[] {
    const { bytes } = this.#store.heap(this.#name);
    return this.#program.outputs.map((spec, index) => {
      const start = placement.output(index);
      const data = hostArray(spec.dtype, sizeOf(spec.shape));
      new Uint8Array(data.buffer).set(bytes.subarray(start, start + byteSize(spec)));
      return this.#store.adoptHost(data, spec);
    });
  }
}

/** @throws KernelMissingError for a primitive from outside that has no decomposition. */
function requireKernels(graph: Graph, operation: string): void {
  for (const { primitive, params, source } of graph.nodes) {
    if (!hasKernel(primitive.name)) throw new KernelMissingError(operation, "cpu", primitive.name, source);
    primitive.graphs?.of(params).forEach((inner) => requireKernels(inner, operation));
  }
}
