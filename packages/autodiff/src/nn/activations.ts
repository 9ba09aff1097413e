import { bind1 } from "../interpreters/stack.ts";
import * as lax from "../lax/elementwise.ts";
import { broadcastedIota } from "../lax/creation.ts";
import { normalizeAxis } from "../np/axes.ts";
import { broadcastTrailing, floatTensor, tensorOf } from "../np/operands.ts";
import { reshape } from "../lax/movement.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import type { DType } from "../tensor/dtype.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";

/** `max(x, 0)`; its derivative at 0 is 0. */
export function relu(x: TensorLike): Tensor {
  return bind1("relu", [tensorOf("nn.relu", x)], {});
}

/** `1 / (1 + e⁻ˣ)`. */
export function sigmoid(x: TensorLike): Tensor {
  return lax.logistic(floatTensor("nn.sigmoid", x));
}

export function tanh(x: TensorLike): Tensor {
  return lax.tanh(floatTensor("nn.tanh", x));
}

export interface AxisOption {
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * `eˣ / Σ eˣ` along an axis.
 *
 * @example
 * ```ts
 * await nn.softmax(np.array([0, 0])).array(); // => [0.5,0.5]
 * ```
 */
export function softmax(x: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const operand = floatTensor("nn.softmax", x);
  return bind1("softmax", [operand], { axis: normalizeAxis("nn.softmax", axis, operand.ndim, operand) });
}

/** `x − ln Σ eˣ` along an axis, without overflow. */
export function logSoftmax(x: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const operand = floatTensor("nn.logSoftmax", x);
  return bind1("logSoftmax", [operand], {
    axis: normalizeAxis("nn.logSoftmax", axis, operand.ndim, operand),
  });
}

/**
 * 1 at the place each index names, else 0; an index outside of `0…numClasses − 1` gives zeros only, as in JAX.
 *
 * @param indices whole numbers of any shape.
 * @returns `f32[...indices.shape, numClasses]`.
 * @example
 * ```ts
 * await nn.oneHot(np.array([1, 0]), 3).array(); // => [[0,1,0],[1,0,0]]
 * ```
 */
export function oneHot(
  indices: Tensor,
  numClasses: number,
  { dtype = "float32" }: { dtype?: DType } = {},
): Tensor {
  if (isFloat(indices.dtype) || indices.dtype === "bool") {
    throw new ArgumentInvalidError({
      operation: "nn.oneHot",
      problem: "the indices are not whole numbers",
      expected: "i32, u32 or u8",
      received: formatSpec(indices.spec),
      hint: 'Convert them: indices.astype("int32").',
    });
  }
  requireCount("nn.oneHot", "numClasses", numClasses);
  const shape = [...indices.shape, numClasses];
  const classes = broadcastedIota("int32", shape, indices.ndim);
  const column = reshape(lax.convertElementType(indices, "int32"), [...indices.shape, 1]);
  return lax.convertElementType(lax.eq(broadcastTrailing(column, shape), classes), dtype);
}
