import type { Judged } from "../device/health.ts";
import type { Allocation, BufferPool } from "../memory/buffer-pool.ts";
import type { Commands } from "./machine.ts";
import type { Recorder } from "./recorder.ts";

/** A program to run, and who wants to know that it has been submitted or has failed. */
export interface Job {
  readonly name: string;
  readonly commands: Commands;
  /** Hears what the device thinks of a part of the commands. */
  readonly judged: Judged;
  done(failure: unknown): void;
}

/**
 * Programs one after another. One that has to know a value of the device (which branch, whether to go on) lets its
 * caller go, and goes on when the value has come; those that were started later wait.
 */
export class WorkQueue {
  readonly #recorder: Recorder;
  readonly #pool: BufferPool;
  readonly #readNumber: (allocation: Allocation) => Promise<number>;
  readonly #waiting: Job[] = [];
  #running: Promise<void> | null = null;

  constructor(recorder: Recorder, pool: BufferPool, readNumber: (allocation: Allocation) => Promise<number>) {
    this.#recorder = recorder;
    this.#pool = pool;
    this.#readNumber = readNumber;
  }

  /**
   * Runs a program, now if nothing is under way: the caller watches what it gives to the device then. Throws what it throws
   * before it waits for anything.
   */
  add(job: Job): void {
    if (this.#running !== null) {
      this.#waiting.push(job);
      return;
    }
    const asked = this.#advance(job, 0);
    if (asked !== null) this.#running = this.#finish(job, asked);
  }

  /** When everything that was added so far has been submitted. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** On with a program until it is submitted, or asks for a value. */
  #advance(job: Job, answer: number): Allocation | null {
    try {
      const step = job.commands.next(answer);
      if (step.done !== true) return step.value;
      this.#recorder.submit();
    } catch (error) {
      this.#recorder.discard();
      job.done(error);
      throw error;
    }
    job.done(null);
    return null;
  }

  #goOn(job: Job, answer: number): Allocation | null {
    return this.#pool.watch(job.name, () => this.#advance(job, answer), job.judged);
  }

  async #finish(job: Job, asked: Allocation): Promise<void> {
    await this.#answer(job, asked);
    for (;;) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      try {
        const wanted = this.#goOn(next, 0);
        if (wanted !== null) await this.#answer(next, wanted);
      } catch {
        // Its results carry the failure.
      }
    }
    this.#running = null;
  }

  async #answer(job: Job, asked: Allocation): Promise<void> {
    let wanted: Allocation | null = asked;
    while (wanted !== null) {
      let answer: number;
      try {
        answer = await this.#readNumber(wanted);
      } catch (error) {
        job.commands.return();
        this.#recorder.discard();
        job.done(error);
        return;
      }
      try {
        wanted = this.#goOn(job, answer);
      } catch {
        return;
      }
    }
  }
}
