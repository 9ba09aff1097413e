import { STRIP_SIZES, type StripSizes } from "../plan/strip-sizes.ts";

/** Who is to run a program. */
export interface Team {
  readonly threads: number;
  /** Of the memory that they share; `null` for one thread. */
  readonly memory: { readonly maximumPages: number } | null;
  /** Steps of less work, in nanoseconds, are not worth a meeting of the threads. */
  readonly leastWork: number;
  readonly strips: StripSizes;
}

/** Each on its own. */
export const ONE: Team = { threads: 1, memory: null, leastWork: 0, strips: STRIP_SIZES };
