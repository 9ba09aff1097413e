/** At most so long does a loop run without letting others run, in milliseconds. */
const HOLD = 50;

/**
 * Lets timers, signals and finalizers run now and then: steps on a synchronous device never wait, so the event
 * loop would otherwise stand still until training ends.
 */
export class Breath {
  #last = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#last < HOLD) return;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    this.#last = performance.now();
  }
}
