import {
  ExecutableDisposedError,
  type CompileOptions,
  type Executable,
  type Graph,
  KernelMissingError,
  type ProgramMemory,
} from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { hasKernel } from "../kernels/kernel-table.ts";
import type { BufferStore } from "../memory/buffer-store.ts";
import type { CpuBuffer } from "../memory/cpu-buffer.ts";
import type { ThreadTeam } from "../threads/thread-team.ts";
import type { BoundProgram } from "./bound-program.ts";
import { lower, type Program } from "./lower.ts";
import { Placement } from "./placement.ts";
import type { SharedProgram, SharedPrograms } from "./shared-programs.ts";

/** A program of a backend. */
export class CpuExecutable implements Executable<CpuBuffer> {
  readonly #name: string;
  readonly #store: BufferStore;
  readonly #program: Program;
  readonly #donated: readonly number[];
  readonly #eager: boolean;
  readonly #team: ThreadTeam;
  /** `null` once it is disposed of. */
  #shared: SharedProgram | null;

  constructor(
    graph: Graph,
    { name, donated, eager }: CompileOptions,
    store: BufferStore,
    team: ThreadTeam,
    programs: SharedPrograms,
  ) {
    requireKernels(graph, name);
    this.#name = name;
    this.#store = store;
    this.#donated = donated;
    this.#eager = eager;
    // Results of eager programs leave the heap at once, so there is nothing to take over.
    const taken = eager ? [] : donated;
    this.#shared = programs.take(graph, taken, () => lower(graph, taken, team));
    this.#program = this.#shared.program;
    this.#team = team;
    this.#bind();
  }

  get memory(): ProgramMemory {
    return this.#program.memory;
  }

  run(inputs: readonly CpuBuffer[]): CpuBuffer[] {
    const bound = this.#bind();
    for (const buffer of inputs) this.#store.check(buffer, this.#name);

    const placement = new Placement(this.#store, this.#program, this.#name, inputs, this.#eager);
    try {
      bound.run(placement.prepare(), this.#name);
    } catch (error) {
      placement.abandon();
      throw error;
    }
    this.#consume(inputs, placement);
    return this.#program.outputs.map((spec, index) => {
      const pointer = placement.output(index);
      if (!placement.isPassing(index))
        return this.#store.adoptHeap(pointer, spec, this.#program.takenFrom[index] === null);
      // Host arrays are collected even inside of a loop that never ends; blocks of the heap would fill it.
      return this.#store.adoptHost(this.#store.block(pointer, spec, this.#name).slice(), spec);
    });
  }

  dispose(): void {
    this.#shared?.release(this.#store.disposed ? null : this.#store.heap(this.#name));
    this.#shared = null;
  }

  /** The program, bound to the heap of now. */
  #bind(): BoundProgram {
    if (this.#shared === null) throw new ExecutableDisposedError(this.#name);
    return this.#shared.boundTo(this.#store.heap(this.#name), this.#team);
  }

  /** Donated inputs are gone, all but the memory that an output has taken over. */
  #consume(inputs: readonly CpuBuffer[], placement: Placement): void {
    for (const index of this.#donated) {
      const buffer = present(inputs[index]);
      if (buffer.residence.on === "nowhere") continue;
      if (placement.isTakenOver(index)) this.#store.forget(buffer);
      else this.#store.release(buffer, this.#name);
    }
  }
}

/** @throws KernelMissingError for a primitive from outside that has no decomposition. */
function requireKernels(graph: Graph, operation: string): void {
  for (const { primitive, params, source } of graph.nodes) {
    if (!hasKernel(primitive.name)) throw new KernelMissingError(operation, "cpu", primitive.name, source);
    primitive.graphs?.of(params).forEach((inner) => requireKernels(inner, operation));
  }
}
