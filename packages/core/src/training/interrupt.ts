import { onInterrupt } from "#terminal";

/** Ctrl-C while a model trains: the running step ends, then training does. A second one ends the process. */
export class Interrupt {
  #requested = false;
  #wake: (() => void) | null = null;
  readonly #remove: () => void;

  constructor() {
    this.#remove = onInterrupt(() => {
      this.#requested = true;
      this.#wake?.();
    });
  }

  get requested(): boolean {
    return this.#requested;
  }

  /** What ends the wait for data that may never come. */
  wakes(wake: () => void): void {
    this.#wake = wake;
  }

  /** From here on Ctrl-C is what it was before. */
  dispose(): void {
    this.#remove();
  }
}
