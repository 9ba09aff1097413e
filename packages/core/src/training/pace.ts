/** How fast steps go: for people who wait. */
export class Pace {
  readonly #began = performance.now();
  readonly #steps: number | null;
  readonly #samplesPerStep: number | null;

  /** @param steps, samples of the whole, `null` where nobody knows. */
  constructor(steps: number | null, samples: number | null) {
    this.#steps = steps;
    this.#samplesPerStep = steps === null || samples === null ? null : samples / steps;
  }

  /** Since the beginning. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Such as `12 ms/step  5,300 examples/s  ETA 8 s`, after some steps of this run. */
  text(done: number): string {
    const { seconds } = this;
    if (done === 0 || seconds === 0) return "";
    const perStep = seconds / done;
    const parts = [
      perStep < 1 ? `${(perStep * 1000).toPrecision(3)} ms/step` : `${perStep.toFixed(1)} s/step`,
    ];
    if (this.#samplesPerStep !== null) {
      parts.push(`${Math.round(this.#samplesPerStep / perStep).toLocaleString("en-US")} examples/s`);
    }
    if (this.#steps !== null && done < this.#steps)
      parts.push(`ETA ${duration((this.#steps - done) * perStep)}`);
    return parts.join("  ");
  }
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
