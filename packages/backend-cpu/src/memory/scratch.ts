import { roundUp } from "./free-list.ts";
import type { Heap } from "./heap.ts";

/**
 * The room for temporaries. One for all programs, as only one runs at a time: it is as large as the most
 * demanding of them needs, and its contents mean nothing between two runs.
 */
export class Scratch {
  readonly #heap: Heap;
  #start = 0;
  #size = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** How much of the heap it takes. */
  get bytes(): number {
    return roundUp(this.#size);
  }

  /** Gives the room back, until a program needs some again. */
  release(): void {
    this.#heap.free(this.#start);
    this.#start = 0;
    this.#size = 0;
  }

  /** The address of at least so many bytes. */
  reserve(bytes: number, operation: string): number {
    if (bytes > this.#size) {
      // The old one first, so that the new one may lie where it was.
      this.release();
      this.#start = this.#heap.allocate(bytes, operation);
      this.#size = bytes;
    }
    return this.#start;
  }
}
