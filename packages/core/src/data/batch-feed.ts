import { ArgumentInvalidError } from "@elegy/autodiff";
import type { BatchIterator, BatchSource } from "./batch-source.ts";
import { DataExhaustedError } from "./data-exhausted-error.ts";
import type { Samples } from "./samples.ts";

export interface FeedOptions {
  /** For messages: `fit`. */
  readonly operation: string;
  /** For messages: the option that says how many steps an epoch has. */
  readonly stepsOption: string;
  /** Batches in an epoch. Default: a whole pass over the data. */
  readonly steps: number | undefined;
  /** The first epoch, at which a stream begins. */
  readonly firstEpoch: number;
  /** How many epochs there will be. */
  readonly epochs: number;
  /** Whether every epoch begins at the beginning of the data, if that is possible. Else epochs share a pass. */
  readonly restarts: boolean;
}

/**
 * The batches of every epoch. Without `steps` an epoch is one pass; with them the passes are one endless stream,
 * which goes on from epoch to epoch.
 */
export class BatchFeed {
  readonly #source: BatchSource;
  readonly #options: FeedOptions;
  /** The pass that epochs share, and how many batches of all passes have been taken. */
  #shared: { readonly iterator: BatchIterator; pass: number; taken: number } | null = null;

  /** @throws ArgumentInvalidError if a stream that can be read once is to be read again. */
  constructor(source: BatchSource, options: FeedOptions) {
    this.#source = source;
    this.#options = options;
    const { operation, steps, stepsOption, epochs } = options;
    if (source.replayable || steps !== undefined || epochs <= 1) return;
    throw new ArgumentInvalidError({
      operation,
      problem: "the data can be read once, and are needed more often",
      expected: `a function that returns a new stream, or \`${stepsOption}\``,
      received: `a generator, an iterator or a ReadableStream for ${epochs} epochs`,
    });
  }

  /** All samples, where they are in memory. */
  get whole(): Samples | null {
    return this.#source.whole;
  }

  /** Batches in an epoch; `null` if a stream does not say. */
  get steps(): number | null {
    return this.#options.steps ?? this.#source.steps;
  }

  /** Samples in an epoch; `null` where that is not known. */
  get samples(): number | null {
    const { steps } = this.#options;
    return steps === undefined || steps === this.#source.steps ? this.#source.samples : null;
  }

  /** The batches of one epoch, from its batch number `from` on. */
  epoch(epoch: number, from = 0): BatchIterator {
    const { steps, restarts } = this.#options;
    if (steps === undefined) return this.#wholePass(epoch, from);
    return restarts && this.#source.replayable
      ? this.#beginning(epoch, steps)
      : this.#goingOn(epoch, steps, from);
  }

  /** Ends the pass at work. What the source holds is the source's. */
  async close(): Promise<void> {
    const shared = this.#shared;
    this.#shared = null;
    await shared?.iterator.return?.();
  }

  async *#wholePass(epoch: number, from: number): AsyncGenerator<Samples, void> {
    let count = from;
    for await (const samples of iterable(this.#source.pass(epoch, from))) {
      count += 1;
      yield samples;
    }
    if (count === 0) throw this.#exhausted("at least one batch", "none");
  }

  async *#beginning(epoch: number, steps: number): AsyncGenerator<Samples, void> {
    let count = 0;
    for await (const samples of iterable(this.#source.pass(epoch, 0))) {
      yield samples;
      count += 1;
      if (count === steps) return;
    }
    throw this.#exhausted(`${steps} batches (${this.#options.stepsOption})`, `${count}`);
  }

  async *#goingOn(epoch: number, steps: number, from: number): AsyncGenerator<Samples, void> {
    await this.#seek(epoch * steps + from, epoch);
    for (let step = from; step < steps; step++) {
      yield await this.#nextShared(epoch, step);
    }
  }

  /** Stands before a batch, counted over all passes: where the last epoch ended, or after a run was cut off. */
  async #seek(position: number, epoch: number): Promise<void> {
    const { steps: inPass } = this.#source;
    const { firstEpoch, steps = 0 } = this.#options;
    if (this.#shared?.taken === position) return;
    await this.close();
    if (inPass !== null) {
      const pass = Math.floor(position / inPass);
      const iterator = this.#source.pass(pass, position % inPass);
      this.#shared = { iterator, pass, taken: position };
      return;
    }
    // A stream began with the first epoch of the run: what was taken then is skipped.
    const begin = firstEpoch * steps;
    this.#shared = { iterator: this.#source.pass(0, 0), pass: 0, taken: begin };
    while (this.#shared.taken < position) await this.#nextShared(epoch, 0);
  }

  async #nextShared(epoch: number, step: number): Promise<Samples> {
    for (let begun = 0; this.#shared !== null; begun++) {
      const { iterator, pass, taken } = this.#shared;
      const { value, done } = await iterator.next();
      if (done !== true) {
        this.#shared = { iterator, pass, taken: taken + 1 };
        return value;
      }
      // Two ends in a row: there is nothing in a pass.
      if (!this.#source.replayable || begun > 0) break;
      this.#shared = { iterator: this.#source.pass(pass + 1, 0), pass: pass + 1, taken };
    }
    const { stepsOption, steps } = this.#options;
    throw this.#exhausted(`${steps} batches in each epoch (${stepsOption})`, `${step} in epoch ${epoch + 1}`);
  }

  #exhausted(expected: string, received: string): DataExhaustedError {
    return new DataExhaustedError(this.#options.operation, expected, received);
  }
}

function iterable(iterator: BatchIterator): AsyncIterable<Samples> {
  return { [Symbol.asyncIterator]: () => iterator };
}
