import type { DType, Tensor } from "@elegy/autodiff";
import { tensorOf } from "../records/operands.ts";
import indexingFigures from "./indexing-figures.json" with { type: "json" };
import jaxFigures from "./jax-figures.json" with { type: "json" };

/** A tensor as JAX printed it. */
interface PrintedTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** NaN and infinities are texts. */
  readonly data: readonly (number | boolean | string)[];
}

/** What JAX computed, and the gradients of `Σ out·cos(position)`; `null` for an argument that has none. */
export interface Figure {
  readonly name: string;
  readonly args: readonly PrintedTensor[];
  readonly out: PrintedTensor;
  readonly vjp: readonly (readonly number[] | null)[];
}

/** Made with jax 0.10.2 on a CPU, in `float32` with the highest precision of matrix products. */
export const FIGURES: readonly Figure[] = [...jaxFigures.cases, ...indexingFigures.cases];

export function figureTensor({ shape, dtype, data }: PrintedTensor): Tensor {
  // The figures name dtypes as they are named here.
  return tensorOf(dtype as DType, shape, (position) => Number(data[position]));
}

export function figureNumbers({ data }: PrintedTensor): number[] {
  return data.map(Number);
}
