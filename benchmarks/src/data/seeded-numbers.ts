/** Uniform numbers in [0, 1), a function of seed and position (Mulberry32): `python/seeded_numbers.py` gives the same. */
export function seededNumbers(seed: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const state = (seed + Math.imul(i + 1, 0x6d2b79f5)) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 8) / 2 ** 24;
  });
}
