import {
  type CompileOptions,
  type ElegyError,
  type Executable,
  ExecutableDisposedError,
  present,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import type { Health, Judged } from "../device/health.ts";
import type { Allocation } from "../memory/buffer-pool.ts";
import type { BufferStore } from "../memory/buffer-store.ts";
import type { GpuBuffer } from "../memory/gpu-buffer.ts";
import { storedBytes } from "../memory/layout.ts";
import { record } from "./executor.ts";
import type { Commands, Machine } from "./machine.ts";
import { type Program, shaderFailureOf } from "./program.ts";
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
    const { store, pool } = this.#services;
    const given = inputs.map((buffer) => store.open(buffer, this.#name));

    // The program holds what it reads until it has been submitted, whatever the caller releases.
    for (const allocation of given) pool.hold(allocation);
    for (const buffer of new Set(this.#donated.map((index) => present(inputs[index])))) {
      pool.drop(store.close(buffer, this.#name));
    }
    const results: GpuBuffer[] = [];
    const judged = (refusal: ElegyError | null): void => this.#judge(program, refusal, inputs, results);
    pool.watch(this.#name, () => this.#start(program, inputs, given, results, judged), judged);
    return results;
  }

  dispose(): void {
    this.#program = null;
  }

  /** Begins to run, as far as that can be done now; `results` gets handles. */
  #start(
    program: Program,
    inputs: readonly GpuBuffer[],
    given: readonly Allocation[],
    results: GpuBuffer[],
    judged: Judged,
  ): void {
    const { store, queue, pool } = this.#services;
    const rescues: Rescue[] = [];
    const outputs: Allocation[] = [];
    const dropAll = (): void => {
      for (const allocation of [...given, ...outputs]) pool.drop(allocation);
    };
    try {
      this.#requireWhole(inputs);
      for (const [index, spec] of program.outputs.entries()) {
        outputs.push(this.#outputFor(program.takenFrom[index] ?? null, spec, given, rescues));
      }
    } catch (error) {
      dropAll();
      throw error;
    }
    const operands = program.takenFrom.reduce<readonly Allocation[]>(
      (all, taken, index) => (taken === null ? all : all.with(taken, present(outputs[index]))),
      given,
    );
    for (const [index, allocation] of outputs.entries()) {
      results.push(store.issue(allocation, present(program.outputs[index])));
      // One hold is the handle's, the other the program's: a result may be released before it is made.
      pool.hold(allocation);
    }
    try {
      queue.add({
        name: this.#name,
        commands: this.#commands(program, rescues, operands, outputs),
        judged,
        done: (failure) => {
          if (failure !== null) for (const buffer of results) buffer.failure ??= failure;
          dropAll();
        },
      });
    } catch (error) {
      for (const buffer of results) pool.drop(store.close(buffer, this.#name));
      throw error;
    }
  }

  /** What was to be made may be known not to have been. */
  #requireWhole(inputs: readonly GpuBuffer[]): void {
    const { health } = this.#services;
    health.requireDevice(this.#name);
    const failed = inputs.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) throw health.told(failed.failure);
  }

  /** Results are not there if an operand is not, or if the device refused a part of the program. */
  #judge(
    program: Program,
    refusal: ElegyError | null,
    inputs: readonly GpuBuffer[],
    results: readonly GpuBuffer[],
  ): void {
    const inherited = inputs.find(({ failure }) => failure !== undefined)?.failure;
    const own = refusal === null ? null : (shaderFailureOf(program) ?? refusal);
    const failure = inherited ?? own;
    if (failure === null) return;
    if (inherited === undefined && own !== null) this.#services.health.report(own);
    for (const buffer of results) buffer.failure ??= failure;
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
