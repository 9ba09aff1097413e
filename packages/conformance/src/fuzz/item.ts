import type { Tensor } from "@elegy/autodiff";

/** A value in a random program, and what is known of its elements. */
export interface Item {
  readonly tensor: Tensor;
  /** Elements lie in ±bound. */
  readonly bound: number;
  /** How many units of 2⁻²³ each may be off; 0: it is a whole number, exact on any backend. */
  readonly error: number;
}

/** Below it whole numbers and their sums are exact in `float32`. */
const MOST = 2 ** 20;

/** A result, brought back to small numbers where it may be too large. */
export function bounded(tensor: Tensor, bound: number, error: number): Item {
  if (bound <= MOST) return { tensor, bound, error };
  return { tensor: tensor.clip(-8, 8), bound: 8, error };
}

/** Good enough to go on with: an error that is still far from the values themselves. */
export function isUsable({ error }: Item): boolean {
  return error < 2 ** 14;
}

export function isExact({ error }: Item): boolean {
  return error === 0;
}

export function isFloatItem({ tensor: { dtype } }: Item): boolean {
  return dtype === "float32" || dtype === "float64";
}
