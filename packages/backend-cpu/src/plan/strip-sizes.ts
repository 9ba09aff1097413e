/** Bytes that decide about strips. */
export interface StripSizes {
  /** Chains that touch less have all they touch in a cache anyway. */
  readonly leastInChain: number;
  /** So much should a strip touch: it leaves room in a cache of the second level. */
  readonly inStrip: number;
  /** A chain is not cut if the fewest rows that can be cut off touch more. */
  readonly mostInStrip: number;
}

export const STRIP_SIZES: StripSizes = { leastInChain: 2 ** 20, inStrip: 2 ** 17, mostInStrip: 2 ** 19 };
