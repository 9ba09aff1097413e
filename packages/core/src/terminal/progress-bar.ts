/** A bar that fills up. */
export interface ProgressBar {
  update(done: number, note: string): void;
  stop(): void;
}
