import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { einsum } from "../np/einsum.ts";
import { add } from "../np/elementwise.ts";
import { cholesky } from "../np/linalg/cholesky.ts";
import { broadcastTo } from "../np/movement.ts";
import { broadcastShapes, floatTensor } from "../np/operands.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { normal } from "./normal.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

/**
 * Normally distributed vectors: `f32[...shape, n]`. They are those of JAX with `method="cholesky"`, its default.
 *
 * @param mean `f32[...batch, n]`.
 * @param cov `f32[...batch, n, n]`, symmetric and positive definite; otherwise the samples are NaN.
 * @param shape what stands before the last axis; ends with `batch`, its default.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const cov = np.array([[2, 0.5], [0.5, 1]]);
 * random.multivariateNormal(random.key(0), np.zeros([2]), cov, [5]).shape; // => [5,2]
 * ```
 */
export function multivariateNormal(from: Tensor, mean: Tensor, cov: Tensor, shape?: Shape): Tensor {
  if (shape !== undefined) requireShape("random.multivariateNormal", shape);
  tensorObject(mean, "random.multivariateNormal");
  tensorObject(cov, "random.multivariateNormal");
  const [center, covariance] = [mean, cov].map((x) => floatTensor("random.multivariateNormal", x)) as [
    Tensor,
    Tensor,
  ];
  const size = center.shape.at(-1);
  if (size === undefined || covariance.shape.at(-1) !== size || covariance.shape.at(-2) !== size) {
    throw new ShapeMismatchError({
      operation: "random.multivariateNormal",
      problem: "mean and covariance do not fit",
      expected: "f32[...batch, n] and f32[...batch, n, n]",
      received: `${formatSpec(mean.spec)} and ${formatSpec(cov.spec)}`,
    });
  }
  const batch = broadcastShapes(
    "random.multivariateNormal",
    [center.shape.slice(0, -1), covariance.shape.slice(0, -2)],
    [center, covariance],
  );
  const rows = shape ?? batch;
  const samples = normal(from, [...rows, size]);
  const moved = einsum("...ij,...j->...i", cholesky(covariance), samples);
  return add(broadcastTo(center, [...rows, size]), moved);
}
