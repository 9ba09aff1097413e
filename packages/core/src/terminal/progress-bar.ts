/** A bar that fills up, or counts where nobody knows how far it goes. */
export interface ProgressBar {
  update(done: number, note: string): void;
  stop(): void;
}

/** Text that is replaced by the next. */
export interface LiveText {
  show(text: string): void;
  /** Leaves the last text where it is. */
  stop(): void;
}
