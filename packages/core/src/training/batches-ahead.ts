import type { Tensor } from "@elegy/autodiff";
import type { BatchIterator } from "../data/batch-source.ts";
import { type DeviceBatch, uploadBatch } from "./device-batch.ts";

/**
 * Reads and uploads one batch ahead, while the device works on the one before: at most two are on the device, and
 * none is read that is not asked for.
 */
export class BatchesAhead {
  readonly #batches: BatchIterator;
  readonly #classWeight: Tensor | null;
  #ahead: Promise<DeviceBatch | null> | null = null;
  #reading = false;
  #closed = false;
  #giveUp: (() => void) | null = null;

  constructor(batches: BatchIterator, classWeight: Tensor | null) {
    this.#batches = batches;
    this.#classWeight = classWeight;
  }

  /** Begins to read the next batch. */
  start(): void {
    if (this.#ahead !== null || this.#closed) return;
    this.#ahead = this.#read();
    // Whoever asks for the batch hears of the error; nobody may ask.
    this.#ahead.catch(() => {});
  }

  /** The next batch, which stays the next; `null` at the end. */
  peek(): Promise<DeviceBatch | null> {
    this.start();
    return this.#ahead ?? Promise.resolve(null);
  }

  /** The next batch, now the caller's to dispose; `null` at the end, or after `close`. */
  async next(): Promise<DeviceBatch | null> {
    this.start();
    const ahead = this.#ahead;
    if (ahead === null) return null;
    const batch = await new Promise<DeviceBatch | null>((resolve, reject) => {
      this.#giveUp = () => resolve(null);
      ahead.then(resolve, reject);
    });
    this.#giveUp = null;
    if (batch !== null) this.#ahead = null;
    return batch;
  }

  /** Frees the batch read ahead, and ends the pass. Does not wait for a stream that is silent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#giveUp?.();
    const ending = this.#batches.return?.();
    if (this.#reading) {
      void ending?.catch(() => {});
      return;
    }
    (await this.#ahead?.catch(() => null))?.dispose();
    await ending;
  }

  async #read(): Promise<DeviceBatch | null> {
    this.#reading = true;
    try {
      const { value, done } = await this.#batches.next();
      // What arrives after the end of training is not wanted any more.
      return done === true || this.#closed ? null : uploadBatch(value, this.#classWeight);
    } finally {
      this.#reading = false;
    }
  }
}
