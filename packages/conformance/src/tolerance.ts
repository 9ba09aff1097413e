import type { DType } from "@elegy/autodiff";

/** How far a number may be from the expected one: `absolute + relative · |expected|`. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** For each dtype of the result; whole numbers and `bool` are exact. */
export type Tolerances = Partial<Readonly<Record<DType, Tolerance>>>;

const EXACT: Tolerance = { relative: 0, absolute: 0 };

/** A few roundings of numbers near 1, in sums of some dozen terms. */
const DEFAULTS: Tolerances = {
  float64: { relative: 1e-9, absolute: 1e-9 },
  float32: { relative: 1e-5, absolute: 4e-6 },
  float16: { relative: 5e-3, absolute: 1e-2 },
};

/** The tolerance for results of a dtype; derivatives, which take more steps, are given more times of it. */
export function toleranceOf(dtype: DType, given: Tolerances, times = 1): Tolerance {
  const { relative, absolute } = given[dtype] ?? DEFAULTS[dtype] ?? EXACT;
  return { relative: relative * times, absolute: absolute * times };
}
