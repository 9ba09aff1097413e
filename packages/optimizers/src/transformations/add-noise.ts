import { isTensor, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";
import * as tree from "@elegy/autodiff/tree";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { tensorLeaves } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

export interface AddNoiseState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The key of the next noise, `u32[2]`. */
  readonly rngKey: Tensor;
}

/**
 * Adds normal noise of the variance `eta / tᵞ` to the `t`-th update (Neelakantan et al., 2014).
 *
 * @param gamma how fast the noise becomes less.
 * @param key a seed, or a key `u32[2]`.
 * @throws ArgumentInvalidError for a negative `eta` or `gamma`.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { addNoise } from "@elegy/optimizers";
 *
 * const noise = addNoise(0, 0.55, 42);
 * const [updates] = noise.update(np.array([3, -0.5]), noise.init(np.zeros([2])));
 * await updates.array(); // => [3,-0.5]
 * ```
 */
export function addNoise(
  eta: Hyperparameter,
  gamma: Hyperparameter,
  key: number | Tensor,
): GradientTransformation<AddNoiseState> {
  requireHyperparameter("addNoise", "eta", eta, ranges.notNegative);
  requireHyperparameter("addNoise", "gamma", gamma, ranges.notNegative);
  return {
    init(params) {
      requireFloatLeaves(params);
      // The state owns its key: a step that is donated the state must not use up the caller's.
      return { count: zeroCount(), rngKey: isTensor(key) ? lax.copy(key) : random.key(key) };
    },
    update<U>(updates: U, state: AddNoiseState) {
      const count = incremented(state.count);
      const deviation = np.sqrt(np.divide(eta, np.power(count.astype("float32"), gamma)));
      const [rngKey = state.rngKey, sampleKey = state.rngKey] = rows(random.split(state.rngKey), 2);
      const [, structure] = tree.flatten(updates);
      const leaves = tensorLeaves(updates);
      const keys = leaves.length === 0 ? [] : rows(random.split(sampleKey, leaves.length), leaves.length);
      const noises = keys.map((key, i) => random.normal(key, leaves[i]?.shape).mul(deviation));
      const noisy: unknown = tree.unflatten(
        structure,
        leaves.map((u, i) => u.add(noises[i]?.astype(u.dtype) ?? 0)),
      );
      // Tensors are replaced by tensors, the structure stays.
      return [noisy as U, { count, rngKey }];
    },
  };
}

/** The rows of `u32[count, 2]`. */
function rows(keys: Tensor, count: number): Tensor[] {
  return np.split(keys, count).map((row) => row.reshape([2]));
}
