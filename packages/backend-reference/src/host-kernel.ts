import {
  type CorePrimitives,
  type CoreName,
  type Kernel,
  type Operand,
  roundToHalf,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { numberArray } from "./number-storage.ts";
import { at } from "./indexing.ts";

export type HostKernel<P> = Kernel<TypedArray, P>;

/** Some rows of the kernel table. */
export type HostKernels<K extends CoreName> = { readonly [N in K]: HostKernel<CorePrimitives[N]> };

export type HostOperand = Operand<TypedArray>;

/** The first operand. */
export function first(inputs: readonly HostOperand[]): HostOperand {
  return at(inputs, 0);
}

/** The only output. */
export function only(outputs: readonly TensorSpec[]): TensorSpec {
  return at(outputs, 0);
}

/**
 * An array of a spec's size whose elements are given by position. Storing rounds to the dtype: floats to nearest, integers
 * modulo 2^bits, `bool` to whether it is not zero.
 */
export function generate({ shape, dtype }: TensorSpec, elementAt: (position: number) => number): TypedArray {
  const result = numberArray(dtype, sizeOf(shape));
  for (let position = 0; position < result.length; position++) {
    const value = elementAt(position);
    if (dtype === "float16") result[position] = roundToHalf(value);
    else result[position] = dtype === "bool" ? Number(value !== 0) : value;
  }
  return result;
}
