/** Bytes of an entry: a key, compared as an unsigned word, and the word that goes with it. */
export const ENTRY = 8;
