/** What every message says, in this order: operation, problem, expected, received, hint. */
export interface DataErrorParts {
  /** The function and, where there is one, its file: `readIdx(train-labels-idx1-ubyte)`. */
  readonly operation: string;
  /** The problem in a few words: `the file is truncated`. */
  readonly problem: string;
  readonly expected: string;
  readonly received: string;
  /** What to do instead, as a sentence. */
  readonly hint: string;
  readonly cause?: unknown;
}

/** The base of every error that a damaged or missing data file causes. `code` is stable, the wording is not. */
export class DataError extends Error {
  readonly code: string;

  constructor(code: string, parts: DataErrorParts) {
    const { operation, problem, expected, received, hint, cause } = parts;
    super(
      `${operation}: ${problem}. Expected ${expected}; received ${received}. ${hint}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.name = new.target.name;
  }
}
