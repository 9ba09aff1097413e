import { STRIP_SIZES, type StripSizes } from "./strip-sizes.ts";

/** No strips. */
export const NEVER: StripSizes = { ...STRIP_SIZES, leastInChain: Infinity };

/** Strips of as few rows as there can be. */
export const ALWAYS: StripSizes = { leastInChain: 0, inStrip: 0, mostInStrip: Infinity };
