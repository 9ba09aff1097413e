import { type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import type { Reduced } from "./fuse.ts";

/** How invocations share a reduction. */
export interface ReductionShape {
  /** Results, and elements that become one of them. */
  readonly results: number;
  readonly elements: number;
  /** Invocations that work on one result, a power of two; with one there is no barrier. */
  readonly lanes: number;
  /** Results of a workgroup. */
  readonly slots: number;
  /** Whether neighbouring invocations work on one result, as its elements are neighbours; or else on neighbouring results. */
  readonly lanesFirst: boolean;
  /** In how many parts the elements are divided, each of which a workgroup of its own reduces; then these are reduced. */
  readonly parts: number;
}

/** Up to so many elements one invocation goes through alone. */
const FEW = 16;
/** Elements for each invocation, at least. */
const PER_LANE = 4;
/** With fewer results than this a long reduction is divided. */
const MANY_RESULTS = 256;
const LONG = 8192;
const PER_PART = 4096;
const MOST_PARTS = 256;
/** Invocations of a workgroup, at least and at most. */
const LEAST_INVOCATIONS = 64;

export function reductionShape({ shape, axes }: Reduced, mostInvocations: number): ReductionShape {
  const left = shape.filter((_, axis) => !axes.includes(axis));
  const [results, all] = [sizeOf(left), axes.map((axis) => shape[axis] ?? 1)];
  const elements = sizeOf(all);
  const long = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  const lanesFirst = long.length === 0 || axes.includes(long.at(-1) ?? 0);
  const parts =
    elements > LONG && results < MANY_RESULTS ? Math.min(MOST_PARTS, Math.ceil(elements / PER_PART)) : 1;
  const each = Math.ceil(elements / parts);
  const lanes = each <= FEW ? 1 : Math.min(256, mostInvocations, powerAbove(each / PER_LANE));
  const slots = Math.max(1, LEAST_INVOCATIONS / lanes);
  return { results, elements, lanes, slots, lanesFirst, parts };
}

function powerAbove(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}

/** For axes whose elements are evenly spaced in C order: the distance. `null` where there is no one distance. */
export function evenStride(shape: Shape, axes: readonly number[]): number | null {
  const strides = stridesOf(shape);
  const long = axes.filter((axis) => shape[axis] !== 1);
  let next: number | null = null;
  for (const axis of long.toReversed()) {
    if (next !== null && strides[axis] !== next) return null;
    next = (strides[axis] ?? 1) * (shape[axis] ?? 1);
  }
  const last = long.at(-1);
  return last === undefined ? 1 : (strides[last] ?? 1);
}
