import type { Labels } from "./einsum-equation.ts";

/** How many elements run along the axes of each label. */
export type Sizes = ReadonlyMap<string, number>;

interface Candidate {
  readonly pair: readonly [number, number];
  /** Multiplications. */
  readonly cost: number;
  /** Elements of the result less those of the operands. */
  readonly growth: number;
}

/**
 * Which two factors to multiply next: those that cost the fewest multiplications, of equal ones those whose product leaves
 * the least to do; `null` if there is one factor only. Greedy, hence not always the best order of all.
 */
export function cheapestPair(
  factors: readonly Labels[],
  output: Labels,
  sizes: Sizes,
): readonly [number, number] | null {
  const candidates = factors.flatMap((left, i) =>
    factors.slice(i + 1).map((right, offset): Candidate => {
      const j = i + 1 + offset;
      const others = new Set([...output, ...factors.filter((_, k) => k !== i && k !== j).flat()]);
      const all = new Set([...left, ...right]);
      const result = [...all].filter((label) => others.has(label));
      return {
        pair: [i, j],
        cost: volume(all, sizes),
        growth: volume(result, sizes) - volume(left, sizes) - volume(right, sizes),
      };
    }),
  );
  const best = candidates.reduce<Candidate | null>(
    (a, b) => (a === null || b.cost < a.cost || (b.cost === a.cost && b.growth < a.growth) ? b : a),
    null,
  );
  return best?.pair ?? null;
}

function volume(labels: Iterable<string>, sizes: Sizes): number {
  return [...labels].reduce((product, label) => product * (sizes.get(label) ?? 1), 1);
}
