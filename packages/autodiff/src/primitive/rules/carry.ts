import type { Tensor } from "../../tensor/tensor.ts";
import type { TensorSpec } from "../../tensor/spec.ts";

/**
 * Flags of the inputs of a loop's body, `consts` constants before the carry: a carry has the flag if its first value
 * has it, or if the body makes a value with the flag of it.
 */
export function carriedFlags(
  flags: readonly boolean[],
  { consts, carries }: { readonly consts: number; readonly carries: number },
  outputFlags: (flags: readonly boolean[]) => readonly boolean[],
): readonly boolean[] {
  const outputs = outputFlags(flags);
  const next = flags.map(
    (flag, i) => flag || (i >= consts && i < consts + carries && outputs[i - consts] === true),
  );
  const settled = next.every((flag, i) => flag === flags[i]);
  return settled ? next : carriedFlags(next, { consts, carries }, outputFlags);
}

/** The positions at which a flag is set. */
export function positionsOf(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, i) => (flag ? [i] : []));
}

/** Positions, those of section 0 first, then of section 1, …; within a section as they stood. */
export function bySection(sections: readonly number[]): number[] {
  return [...sections.keys()].sort((a, b) => (sections[a] ?? 0) - (sections[b] ?? 0));
}

/** Cuts a list into parts of the given lengths. */
export function parted<T>(list: readonly T[], ...lengths: readonly number[]): readonly (readonly T[])[] {
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return list.slice(start - length, start);
  });
}

/** The results in the places of their flags, `null` elsewhere. */
export function spread(flags: readonly boolean[], results: readonly Tensor[]): (Tensor | null)[] {
  const iterator = results.values();
  return flags.map((flag) => (flag ? (iterator.next().value ?? null) : null));
}

/** The spec of `length` slices along a new axis 0. */
export function stackedSpec({ shape, dtype }: TensorSpec, length: number): TensorSpec {
  return { shape: [length, ...shape], dtype };
}
