/** The same elements in an order that depends on the seed alone (Fisher and Yates). */
export function shuffled<T>(elements: readonly T[], seed: number): T[] {
  const order = [...elements];
  const next = splitMix32(seed);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor((next() / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}

/** A seed for a pass over the data: no two pairs of small numbers share one, as their sums would. */
export function passSeed(seed: number, pass: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(pass + 1, 0x85ebca6b)) >>> 0;
}

/** Steele's SplitMix with 32 bits: one well-mixed word per call. */
function splitMix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}
