/** A thread that runs a script. */
export interface Thread {
  post(message: unknown): void;
  /** Whether someone waits for an answer: then, and only then, the thread keeps the process alive. */
  keepAlive(waiting: boolean): void;
  /** Ends the thread at once. */
  stop(): Promise<void>;
}

/** What is heard from a thread. */
export interface ThreadListener {
  onMessage(message: unknown): void;
  /** The thread has died. */
  onError(error: unknown): void;
}
