import {
  type CompileOptions,
  type Executable,
  ExecutableDisposedError,
  present,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import type { Health } from "../device/health.ts";
import type { Allocation } from "../memory/buffer-pool.ts";
import type { BufferStore } from "../memory/buffer-store.ts";
import type { GpuBuffer } from "../memory/gpu-buffer.ts";
import { storedBytes } from "../memory/layout.ts";
import { record } from "./executor.ts";
import type { Commands, Machine } from "./machine.ts";
import type { Program } from "./program.ts";
import type { WorkQueue } from "./work-queue.ts";

/** What an executable needs of its backend. */
export interface Services extends Machine {
  readonly store: BufferStore;
  readonly queue: WorkQueue;
  readonly health: Health;
}

/** A copy to make before a program overwrites what others still read. */
interface Rescue {
  readonly from: Allocation;
  readonly to: Allocation;
  readonly bytes: number;
}

/** A program on a device. */
export class GpuExecutable implements Executable<GpuBuffer> {
  readonly #services: Services;
  readonly #donated: readonly number[];
  readonly #name: string;
  #program: Program | null;

  constructor(program: Program, { name, donated }: CompileOptions, services: Services) {
    this.#program = program;
    this.#name = name;
    this.#donated = donated;
    this.#services = services;
  }

  run(inputs: readonly GpuBuffer[]): GpuBuffer[] {
    const program = this.#program;
    if (program === null) throw new ExecutableDisposedError(this.#name);
    const { store, queue, health, pool } = this.#services;
    health.check(this.#name);
    const given = inputs.map((buffer) => store.open(buffer, this.#name));
    for (const buffer of inputs) if (buffer.failure !== undefined) throw buffer.failure;

    // The program holds what it reads until it has been submitted, whatever the caller releases.
    const held = [...given];
    for (const allocation of held) pool.hold(allocation);
    for (const buffer of new Set(this.#donated.map((index) => present(inputs[index])))) {
      pool.drop(store.close(buffer, this.#name));
    }
    const rescues: Rescue[] = [];
    const outputs: Allocation[] = [];
    try {
      for (const [index, spec] of program.outputs.entries()) {
        outputs.push(this.#outputFor(program.takenFrom[index] ?? null, spec, given, rescues));
      }
    } catch (error) {
      for (const allocation of [...held, ...outputs]) pool.drop(allocation);
      throw error;
    }
    const operands = program.takenFrom.reduce<Allocation[]>(
      (all, taken, index) => (taken === null ? all : all.with(taken, present(outputs[index]))),
      [...given],
    );
    const results = outputs.map((allocation, index) =>
      store.issue(allocation, present(program.outputs[index])),
    );
    // One hold is the handle's, the other the program's: a result may be released before it is made.
    for (const allocation of outputs) pool.hold(allocation);
    queue.add({
      commands: this.#commands(program, rescues, operands, outputs),
      done: (failure) => {
        if (failure !== null) for (const buffer of results) buffer.failure = failure;
        for (const allocation of [...held, ...outputs]) pool.drop(allocation);
      },
    });
    return results;
  }

  dispose(): void {
    this.#program = null;
  }

  *#commands(
    program: Program,
    rescues: readonly Rescue[],
    inputs: readonly Allocation[],
    outputs: readonly Allocation[],
  ): Commands {
    for (const { from, to, bytes } of rescues) this.#services.recorder.copy(from, 0, to.buffer, 0, bytes);
    yield* record(this.#services, program, inputs, outputs);
  }

  /** A buffer for a result: that of a donated input, if nobody else reads it; or else a fresh one. */
  #outputFor(
    taken: number | null,
    spec: TensorSpec,
    given: readonly Allocation[],
    rescues: Rescue[],
  ): Allocation {
    const { pool, store } = this.#services;
    const donated = taken === null ? undefined : given[taken];
    if (donated?.holders === 1) {
      pool.hold(donated);
      return donated;
    }
    const fresh = store.take(spec, this.#name);
    if (donated !== undefined) rescues.push({ from: donated, to: fresh, bytes: storedBytes(spec) });
    return fresh;
  }
}
