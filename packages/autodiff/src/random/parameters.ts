import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { broadcastTo } from "../np/movement.ts";
import { broadcastShapes, floatTensor } from "../np/operands.ts";
import { formatSpec, sameShape, type Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

/** The parameters of a distribution, one for each sample. */
export interface Spread<N> {
  readonly shape: Shape;
  readonly parameters: { readonly [K in keyof N]: Tensor };
}

/**
 * Parameters as float tensors of the shape of the samples, which by default is that to which they broadcast.
 *
 * @throws ShapeMismatchError if a parameter does not broadcast to the shape.
 */
export function spread<const N extends readonly TensorLike[]>(
  operation: string,
  shape: Shape | undefined,
  ...parameters: N
): Spread<N> {
  if (shape !== undefined) requireShape(operation, shape);
  const tensors = parameters.map((parameter) => floatTensor(operation, parameter));
  const common = broadcastShapes(
    operation,
    tensors.map((tensor) => tensor.shape),
    tensors,
  );
  const samples = shape ?? common;
  const offset = samples.length - common.length;
  if (offset < 0 || !sameShape(broadcastShapes(operation, [common, samples], tensors), samples)) {
    throw new ShapeMismatchError({
      operation,
      problem: "the parameters do not broadcast to the shape of the samples",
      expected: `sizes of 1 or those of [${samples.join(",")}], aligned at the last axis`,
      received: tensors.map(({ spec }) => formatSpec(spec)).join(" and "),
    });
  }
  // Mapping a tuple gives an array.
  return {
    shape: samples,
    parameters: tensors.map((tensor) => broadcastTo(tensor, samples)) as unknown as Spread<N>["parameters"],
  };
}
