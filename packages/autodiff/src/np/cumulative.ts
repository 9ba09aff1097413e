import { convertElementType } from "../lax/elementwise.ts";
import * as lax from "../lax/cumulative.ts";
import { reshape } from "../lax/movement.ts";
import type { CumulativeOptions, Tensor, TensorLike } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { tensorOf } from "./operands.ts";
import { summable } from "./reductions.ts";
import { requireOptions } from "./require-options.ts";

function running(
  operation: string,
  x: Tensor,
  options: CumulativeOptions,
  apply: (x: Tensor, axis: number) => Tensor,
): Tensor {
  requireOptions(operation, options, "{ axis, dtype }");
  const { axis, dtype } = options;
  const operand = dtype === undefined ? summable(x) : convertElementType(x, dtype);
  const result =
    axis === undefined
      ? apply(reshape(operand, [operand.size]), 0)
      : apply(operand, tensorAxis(operation, axis, operand));
  return x.dtype === "uint8" && dtype === undefined ? convertElementType(result, "uint8") : result;
}

/**
 * The sum of each element and those before it along `axis`; of the flattened tensor if no axis is named. `bool` is counted in
 * `int32`; `uint8` stays as it is and counts modulo 256, unless `dtype` says otherwise.
 *
 * @example
 * ```ts
 * await np.cumsum(np.array([1, 2, 3])).array(); // => [1,3,6]
 * ```
 */
export function cumsum(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return running("np.cumsum", tensorOf("np.cumsum", x), options, lax.cumsum);
}

/**
 * The product of each element and those before it along `axis`; of the flattened tensor if no axis is named.
 *
 * @example
 * ```ts
 * await np.cumprod(np.array([[1, 2], [3, 4]]), { axis: 0 }).array(); // => [[1,2],[3,8]]
 * await np.cumprod(np.array([[1, 2], [3, 4]])).array(); // => [1,2,6,24]
 * ```
 */
export function cumprod(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return running("np.cumprod", tensorOf("np.cumprod", x), options, lax.cumprod);
}
