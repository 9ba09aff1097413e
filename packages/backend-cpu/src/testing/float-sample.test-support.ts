/** Bits of the floats around which formulas change or end. */
function notable(): number[] {
  const numbers = [
    0,
    NaN,
    Infinity,
    // Where exponentials and their halves become ∞, 0 and subnormal.
    88.72284,
    89.41599,
    87.33655,
    103.97208,
    // Where angles are reduced in another way.
    2 ** 20,
    // The float nearest to a multiple of π/2, but for its size.
    16367173 * 2 ** 72,
    ...Array.from({ length: 64 }, (_, index) => ((index + 1) * Math.PI) / 2),
    ...Array.from({ length: 278 }, (_, index) => 2 ** (index - 149)),
    ...Array.from({ length: 128 }, (_, index) => 2 ** index * Math.PI),
  ];
  return [...new Int32Array(Float32Array.from(numbers).buffer)];
}

/** One float of each 65,521 bit patterns, and all around those that are special, of both signs. */
export function sampleOfFloats(): Float32Array {
  const evenly = Array.from({ length: Math.floor(2 ** 32 / 65521) }, (_, index) => index * 65521);
  const around = notable().flatMap((bits) => [-2, -1, 0, 1, 2].map((step) => bits + step));
  const both = around.flatMap((bits) => [bits, bits ^ 0x80000000]);
  return new Float32Array(Int32Array.from([...evenly, ...both]).buffer);
}
