import { ThreadLostError } from "../errors/thread-lost-error.ts";
import {
  BELL,
  CONTROL_WORDS,
  FAILED,
  JOBS,
  MEETINGS,
  MESSAGES,
  PROGRAM,
  READY,
  TABLE,
} from "./control-block.ts";
import { startThread, type Thread } from "./start-thread.ts";

/** How long the first thread sleeps, where it may, before it looks whether another one has died, in milliseconds. */
const NAP = 100;

/** The threads of a backend but the first, which is the caller's. They start with the first program that wants them. */
export class ThreadPool {
  readonly #control: Int32Array;
  readonly #threads: Thread[];
  #programs = 0;

  constructor(memory: WebAssembly.Memory, threads: number) {
    this.#control = new Int32Array(memory.buffer, 0, CONTROL_WORDS);
    this.#threads = Array.from({ length: threads - 1 }, () =>
      startThread((reason) => this.#hearOfDeath(reason)),
    );
    this.#tell((index) => ({ memory, thread: index + 1 }));
  }

  /** Whether a thread has died or all were stopped: from then on one does everything. */
  get isLost(): boolean {
    return this.#threads.length === 0;
  }

  /** Sends a program to all threads. @returns its number. */
  load(module: WebAssembly.Module): number {
    const program = ++this.#programs;
    this.#tell(() => ({ program, module }));
    return program;
  }

  forget(program: number): void {
    this.#tell(() => ({ program }));
  }

  /** Whether all threads have it, and live. Else one thread runs it, with the same results. */
  isReady(program: number): boolean {
    return (
      !this.isLost &&
      this.#threads.every((_, index) => Atomics.load(this.#control, READY + index + 1) >= program)
    );
  }

  /**
   * Runs a program on all threads, of which the caller is one.
   *
   * @throws ThreadLostError
   */
  run(program: number, table: number, operation: string, share: () => void): void {
    const control = this.#control;
    control[PROGRAM] = program;
    control[TABLE] = table;
    Atomics.add(control, JOBS, 1);
    this.#ring();
    try {
      share();
    } catch (error) {
      this.stop();
      throw new ThreadLostError(operation, error);
    }
  }

  /** What the first thread does, again and again, while the others let it wait. */
  watch(meetings: number): void {
    if (Atomics.load(this.#control, FAILED) !== 0) throw new Error("it failed inside of a program");
    if (!maySleep) return;
    try {
      Atomics.wait(this.#control, MEETINGS, meetings, NAP);
    } catch {
      maySleep = false;
    }
  }

  stop(): void {
    for (const thread of this.#threads.splice(0)) thread.terminate();
  }

  #tell(message: (index: number) => object): void {
    Atomics.add(this.#control, MESSAGES, 1);
    // A thread has no origin but ours.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    for (const [index, thread] of this.#threads.entries()) thread.postMessage(message(index));
    this.#ring();
  }

  #ring(): void {
    Atomics.add(this.#control, BELL, 1);
    Atomics.notify(this.#control, BELL);
  }

  /** Nobody waits for a result that could fail. Where all were stopped, an error has said why, or it was wanted. */
  #hearOfDeath(reason: unknown): void {
    if (this.isLost) return;
    console.warn(
      "cpu: a thread has died: %s. The backend goes on with one thread.",
      reason instanceof Error ? reason.message : String(reason),
    );
    this.stop();
  }
}

/** The page of a browser may not: the first try tells. */
let maySleep = true;
