/** How values are distributed. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** The upper end of each bucket. */
  readonly limits: readonly number[];
  /** The values in each bucket. */
  readonly counts: readonly number[];
}

const BUCKETS = 30;

/** Counts values in equal buckets from the least to the largest; `null` if none of them is finite. */
export function histogramOf(values: Iterable<number>): Histogram | null {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return null;
  let [min, max, sum, sumOfSquares] = [Infinity, -Infinity, 0, 0];
  for (const value of finite) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumOfSquares += value * value;
  }
  // One value alone still needs a bucket of some width.
  const width = (max - min) / BUCKETS || 1;
  const buckets = max > min ? BUCKETS : 1;
  const counts = Array.from({ length: buckets }, () => 0);
  for (const value of finite) {
    const bucket = Math.min(buckets - 1, Math.floor((value - min) / width));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const limits = counts.map((_, i) => (i === buckets - 1 && max > min ? max : min + (i + 1) * width));
  return { min, max, count: finite.length, sum, sumOfSquares, limits, counts };
}
