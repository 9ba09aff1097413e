/** What every message says, in this order: operation, problem, expected, received, hint. */
export interface ErrorParts {
  /** The public function or step that failed, as the user wrote it: `matmul`, `fit`. */
  readonly operation: string;
  /** The problem in a few words: `inner sizes differ`. */
  readonly problem: string;
  readonly expected?: string;
  readonly received?: string;
  /** What to do instead, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The base of every error a user can cause. `code` is stable, the wording is not. */
export class ElegyError extends Error {
  readonly code: string;

  constructor(code: string, parts: ErrorParts) {
    super(formatParts(parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = code;
    this.name = new.target.name;
  }
}

function formatParts({ operation, problem, expected, received, hint }: ErrorParts): string {
  const sentences = [`${operation}: ${problem}.`];
  if (expected !== undefined && received !== undefined) {
    sentences.push(`Expected ${expected}; received ${received}.`);
  } else if (expected !== undefined) {
    sentences.push(`Expected ${expected}.`);
  } else if (received !== undefined) {
    sentences.push(`Received ${received}.`);
  }
  if (hint !== undefined) sentences.push(hint);
  return sentences.join(" ");
}
