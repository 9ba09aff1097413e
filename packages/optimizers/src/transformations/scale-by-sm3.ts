import type { Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type Hyperparameter, oneMinus } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapWithStates } from "../trees/leaf-states.ts";
import { zerosLike } from "../trees/map-tensors.ts";
import { firstMoment } from "../trees/moments.ts";
import * as tree from "@elegy/autodiff/tree";

export interface ScaleBySm3Options {
  /** Decay of the average of the scaled updates. Default 0.9. */
  readonly b1?: Hyperparameter;
  /** Decay of the sums of squares, in [0, 1]; 1 keeps them all. Default 1. */
  readonly b2?: Hyperparameter;
  /** Added under the root, against division by zero. Default 1e-8. */
  readonly eps?: Hyperparameter;
}

export interface ScaleBySm3State {
  /** For each parameter the largest sum of squares along each of its axes. */
  readonly mu: unknown;
  /** The average of the scaled updates, like the parameters. */
  readonly nu: unknown;
}

const sm3Options: OptionSpecs<ScaleBySm3Options> = {
  b1: hyperparameter(0.9, ranges.decay),
  b2: hyperparameter(1, ranges.fraction),
  eps: hyperparameter(1e-8, ranges.notNegative),
};

/** How many tensors are kept for a parameter: one for each axis, and one for a scalar. */
const axesOf = ({ ndim }: Tensor): number => Math.max(1, ndim);

/**
 * `u / √(s + eps)`, where `s` is at most the sum of the squares, known by the maxima along each axis: memory for a
 * `f32[m, n]` is `m + n`. A moving average of that (Anil et al., 2019).
 *
 * @throws ArgumentInvalidError for decays outside their ranges, a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleBySm3 } from "@elegy/optimizers";
 *
 * const sm3 = scaleBySm3({ b1: 0 });
 * const [updates] = sm3.update(np.array([3, -0.5]), sm3.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleBySm3(options: ScaleBySm3Options = {}): GradientTransformation<ScaleBySm3State> {
  const { b1, b2, eps } = readOptions("scaleBySm3", sm3Options, options);
  const isSum = b2 === 1;
  return {
    init(params) {
      requireFloatLeaves(params);
      return { mu: tree.map(zerosAlongAxes, params), nu: zerosLike(params) };
    },
    update(updates, state) {
      const [scaled, mu] = mapWithStates(updates, state.mu, axesOf, (u, kept) => {
        const bound = kept.map((sum, axis) => alongAxis(sum, u, axis)).reduce((x, y) => np.minimum(x, y));
        const square = u.square();
        const sum = isSum ? square.add(bound) : square.mul(oneMinus(b2)).add(bound.mul(b2));
        const inverse = np.where(sum.greater(0), lax.rsqrt(sum.add(eps)), 0);
        return [u.mul(inverse), kept.map((_, axis) => maximumAlong(sum, axis))];
      });
      const nu = firstMoment(scaled, state.nu, b1);
      return [nu, { mu, nu }];
    },
  };
}

function zerosAlongAxes(p: Tensor): readonly Tensor[] {
  const shapes = p.ndim === 0 ? [[]] : p.shape.map((size) => [size]);
  return shapes.map((shape) => np.zeros(shape, { dtype: p.dtype }));
}

/** `[size]` in the rank of `u`, as its axis `axis`. */
function alongAxis(sum: Tensor, u: Tensor, axis: number): Tensor {
  return sum.reshape(u.shape.map((size, i) => (i === axis ? size : 1)));
}

function maximumAlong(x: Tensor, axis: number): Tensor {
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  // Of a tensor without elements there is no largest one, but 0 bounds the squares there are.
  return others.length === 0 ? x : x.max({ axis: others, initial: 0 });
}
