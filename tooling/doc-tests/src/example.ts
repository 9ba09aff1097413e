/** One runnable block of the documentation. */
export interface Example {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** Of the first line of code, from 1. */
  readonly line: number;
  /** With the blocks it continues in front. */
  readonly code: string;
  /** It declares tests of its own, and so is not one itself. */
  readonly declaresTests?: boolean;
}
