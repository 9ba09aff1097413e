interface Distance {
  readonly ulps: number;
  /** Of the element it is the distance of. */
  readonly at: number;
}

/**
 * The furthest that results are from the floats nearest to the exact values, in floats between them. Only NaN is near
 * NaN, and a zero of the wrong sign is near nothing.
 */
export function furthest(actual: ArrayLike<number>, exact: ArrayLike<number>): Distance {
  const [got, wanted] = [Float32Array.from(actual), Float32Array.from(exact)];
  const [gotBits, wantedBits] = [new Int32Array(got.buffer), new Int32Array(wanted.buffer)];
  let worst = { ulps: 0, at: 0 };
  for (const [at, value] of wanted.entries()) {
    const result = got[at] ?? NaN;
    if (Object.is(result, value)) continue;
    const between = Math.abs(order(gotBits[at] ?? 0) - order(wantedBits[at] ?? 0));
    const ulps = result === value || Number.isNaN(result) || Number.isNaN(value) ? Infinity : between;
    if (ulps > worst.ulps) worst = { ulps, at };
  }
  return worst;
}

/** Of neighbouring floats they are neighbours. */
function order(bits: number): number {
  return bits >= 0 ? bits : -(bits & 0x7fffffff);
}
