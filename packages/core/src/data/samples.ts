import { ArgumentInvalidError, formatSpec, ShapeMismatchError } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { type DataTree, hostArrays, hostData } from "./data-tree.ts";
import type { HostArray } from "./host-array.ts";

/** What one call of `fit` or `evaluate` is given. */
export interface DataArguments {
  /** Inputs: an array or a tree of arrays. Default: none, for a model without inputs. */
  readonly x?: DataTree | undefined;
  /** Targets. */
  readonly y?: DataTree | undefined;
  /** One weight for each sample: `f32[samples]`. */
  readonly sampleWeight?: DataTree | undefined;
}

/** Inputs, targets and weights of the same samples, on the host. */
export interface Samples {
  readonly x: unknown;
  readonly y: unknown;
  readonly sampleWeight: unknown;
  readonly count: number;
}

/**
 * Brings data to the host and checks that all of it speaks of the same samples.
 *
 * @throws ShapeMismatchError if the first axes differ. @throws ArgumentInvalidError if there is no sample.
 */
export async function samplesOf(
  operation: string,
  { x = {}, y, sampleWeight }: DataArguments,
): Promise<Samples> {
  const data = {
    x: await hostData(operation, "x", x),
    y: y === undefined ? null : await hostData(operation, "y", y),
    sampleWeight: sampleWeight === undefined ? null : await hostData(operation, "sampleWeight", sampleWeight),
  };
  return { ...data, count: countOf(operation, data) };
}

function countOf(operation: string, data: object): number {
  const arrays = hostArrays(data);
  const listed = arrays.map(([path, array]) => `${path} ${formatSpec(array)}`).join(", ");
  const counts = new Set(arrays.map(([, { shape }]) => shape[0]));
  const [count] = counts;
  if (counts.size > 1) {
    throw new ShapeMismatchError({
      operation,
      problem: "the arrays have different numbers of samples",
      expected: "one size along the first axis",
      received: listed,
    });
  }
  if (count === undefined || count === 0) {
    throw new ArgumentInvalidError({
      operation,
      problem: "there are no samples",
      expected: "at least one",
      received: listed || "no arrays",
    });
  }
  return count;
}

/** The samples at the given positions. */
export function samplesAt({ x, y, sampleWeight }: Samples, positions: readonly number[]): Samples {
  const cut = (data: unknown): unknown => tree.map((array: HostArray) => array.rows(positions), data);
  return { x: cut(x), y: cut(y), sampleWeight: cut(sampleWeight), count: positions.length };
}

/** The first samples, at most so many. */
export function firstSamples(samples: Samples, most: number): Samples {
  return samples.count <= most ? samples : samplesBetween(samples, 0, most);
}

/** The samples from one position to another, which share their memory. */
function samplesBetween({ x, y, sampleWeight }: Samples, from: number, to: number): Samples {
  const cut = (data: unknown): unknown => tree.map((array: HostArray) => array.range(from, to), data);
  return { x: cut(x), y: cut(y), sampleWeight: cut(sampleWeight), count: to - from };
}

/**
 * The samples but for the last fraction, and the last fraction: of 100 with 0.2, 80 and 20.
 *
 * @throws ArgumentInvalidError if one of the two would be empty.
 */
export function splitSamples(
  operation: string,
  samples: Samples,
  fraction: number,
): readonly [training: Samples, validation: Samples] {
  const { count } = samples;
  // 10 · (1 - 0.9) is a little less than 1.
  const kept = Math.floor(count * (1 - fraction) + 1e-9);
  if (!(fraction > 0 && fraction < 1) || kept === 0 || kept === count) {
    throw new ArgumentInvalidError({
      operation,
      problem: "`validationSplit` leaves nothing to train with or to validate",
      expected: "a fraction between 0 and 1 that leaves samples on both sides",
      received: `${fraction} of ${count} samples`,
    });
  }
  return [samplesBetween(samples, 0, kept), samplesBetween(samples, kept, count)];
}
