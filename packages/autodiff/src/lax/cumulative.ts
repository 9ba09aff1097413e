import { bind1 } from "../interpreters/stack.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { associativeScan } from "./associative-scan.ts";
import { logaddexp } from "./elementwise.ts";

export interface CumulativeOptions {
  /** From the end of the axis to its start. Default `false`. */
  readonly reverse?: boolean;
}

type Cumulative = (x: Tensor, axis: number, options?: CumulativeOptions) => Tensor;

const cumulative =
  (name: "cumsum" | "cumprod" | "cummax" | "cummin"): Cumulative =>
  (x, axis, { reverse = false } = {}) =>
    bind1(name, [x], { axis, reverse });

/** Σ of each element and those before it along `axis`. */
export const cumsum: Cumulative = cumulative("cumsum");
/** Π of each element and those before it along `axis`. */
export const cumprod: Cumulative = cumulative("cumprod");
/** The largest element so far along `axis`; NaN from the first NaN on. */
export const cummax: Cumulative = cumulative("cummax");
/** The smallest element so far along `axis`; NaN from the first NaN on. */
export const cummin: Cumulative = cumulative("cummin");

/** ln Σ eˣ of each element and those before it along `axis`, without overflow. */
export function cumlogsumexp(x: Tensor, axis: number, { reverse = false }: CumulativeOptions = {}): Tensor {
  const [result] = associativeScan(
    ([earlier], [later]) => {
      if (!earlier || !later) throw new Error("one component runs");
      return [logaddexp(earlier, later)];
    },
    [x],
    { axis, reverse },
  );
  return result ?? x;
}
