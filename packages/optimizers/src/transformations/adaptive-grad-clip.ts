import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/** The least norm of a gradient that is divided by. */
const LEAST_NORM = 1e-6;

/**
 * Each unit of an update so that its norm is at most `clipping` times that of the unit of its parameter (Brock et al.,
 * 2021). The units are the columns of a matrix, the filters of a convolution, and whole vectors.
 *
 * @param eps the least norm of a unit of a parameter.
 * @throws ArgumentInvalidError for a `clipping` or `eps` that is not positive, a parameter of more than five axes, or
 * without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { adaptiveGradClip } from "@elegy/optimizers";
 *
 * const one = adaptiveGradClip(0.5);
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([1.5, -2]), one.init(params), params);
 * await updates.array(); // => [0.67082,-0.894427]
 * ```
 */
export function adaptiveGradClip(
  clipping: Hyperparameter,
  eps: Hyperparameter = 1e-3,
): GradientTransformation<EmptyState> {
  requireHyperparameter("adaptiveGradClip", "clipping", clipping, ranges.positive);
  requireHyperparameter("adaptiveGradClip", "eps", eps, ranges.positive);
  return stateless((updates, params) =>
    mapTensors(
      (u, p) => {
        const norm = unitNorm(u);
        const limit = np.maximum(unitNorm(p), eps).mul(clipping);
        return np.where(norm.less(limit), u, u.mul(limit.div(np.maximum(norm, LEAST_NORM))));
      },
      updates,
      requireParams("adaptiveGradClip", params),
    ),
  );
}

function unitNorm(x: Tensor): Tensor {
  return x
    .square()
    .sum({ axis: unitAxes(x), keepdims: true })
    .sqrt();
}

/** The axes of one unit: all of a vector, all but the last of a filter, the first of two or three. */
function unitAxes(x: Tensor): readonly number[] {
  const axes = x.shape.map((_, axis) => axis);
  if (x.shape.filter((size) => size !== 1).length <= 1) return axes;
  if (x.ndim <= 3) return [0];
  if (x.ndim <= 5) return axes.slice(0, -1);
  throw new ArgumentInvalidError({
    operation: "adaptiveGradClip",
    problem: "the units of the parameter are not known",
    expected: "at most five axes",
    received: formatSpec(x.spec),
  });
}
