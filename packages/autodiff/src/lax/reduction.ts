import { bind1 } from "../interpreters/stack.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

const reduction =
  (name: "reduceSum" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAnd" | "reduceOr") =>
  (x: Tensor, axes: readonly number[]): Tensor =>
    axes.length === 0 ? x : bind1(name, [x], { axes: [...axes].sort((a, b) => a - b) });

type Reduction = (x: Tensor, axes: readonly number[]) => Tensor;

/** Σ over `axes`, which vanish. */
export const reduceSum: Reduction = reduction("reduceSum");
/** The largest element over `axes`; −∞ of none. */
export const reduceMax: Reduction = reduction("reduceMax");
/** The smallest element over `axes`; ∞ of none. */
export const reduceMin: Reduction = reduction("reduceMin");
/** Π over `axes`; 1 of none. */
export const reduceProd: Reduction = reduction("reduceProd");
/** Logical and of `bool`, bitwise of integers. */
export const reduceAnd: Reduction = reduction("reduceAnd");
/** Logical or of `bool`, bitwise of integers. */
export const reduceOr: Reduction = reduction("reduceOr");

/** The first index of the largest element along `axis`. */
export function argmax(x: Tensor, axis: number, dtype: DType): Tensor {
  return bind1("argmax", [x], { axis, dtype });
}

/** The first index of the smallest element along `axis`. */
export function argmin(x: Tensor, axis: number, dtype: DType): Tensor {
  return bind1("argmin", [x], { axis, dtype });
}
