import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { cellParams, gatesOf } from "./cell-params.ts";
import {
  recurrent,
  RECURRENT_OPTIONS,
  type RecurrentLayer,
  type RecurrentOptions,
  type StatefulRecurrentLayer,
} from "./recurrent.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface GRUOptions extends RecurrentOptions {
  /** For the candidate. Default `np.tanh`. */
  readonly activation?: (x: Tensor) => Tensor;
  /** For the gates. Default `nn.sigmoid`. */
  readonly recurrentActivation?: (x: Tensor) => Tensor;
  /** Reset after the product with the state, which then has a bias of its own, as in Keras and cuDNN. Default `true`. */
  readonly resetAfter?: boolean;
}

const OPTIONS: OptionNames<GRUOptions> = {
  ...RECURRENT_OPTIONS,
  activation: true,
  recurrentActivation: true,
  resetAfter: true,
};

/**
 * Gated recurrent units (Cho et al., 2014), with the gates update, reset and candidate in Keras's order:
 * `h ← z·h + (1 − z)·g`.
 *
 * Parameters: `w: f32[in, 3·units]`, `u: f32[units, 3·units]`, `b: f32[3·units]`, and with `resetAfter` the bias
 * `recurrentB: f32[3·units]` of the product with the state.
 *
 * @throws ArgumentInvalidError for `units` that are not a whole number ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { GRU } from "@elegy/nn";
 *
 * const x = np.ones([2, 5, 3]);
 * GRU(4, { returnSequences: true }).init({ rng: random.key(0), args: [x] }).preds.shape; // => [2,5,4]
 * ```
 */
export function GRU(
  units: number,
  options: GRUOptions & { readonly returnState: true },
): StatefulRecurrentLayer;
export function GRU(units: number, options?: GRUOptions & { readonly returnState?: false }): RecurrentLayer;
export function GRU(units: number, options: GRUOptions = {}): RecurrentLayer | StatefulRecurrentLayer {
  requireOptions("GRU", options, OPTIONS);
  const { activation = np.tanh, recurrentActivation = nn.sigmoid, resetAfter = true } = options;
  const { bInit = nn.initializers.zeros, withBias = true } = options;
  return recurrent({
    kind: "GRU",
    units,
    states: 1,
    options,
    begin(self, x) {
      const { inputs, u } = cellParams(self, x, units, 3, options);
      const recurrentB = withBias && resetAfter ? self.param("recurrentB", bInit, [3 * units]) : null;
      return {
        inputs: withBias ? inputs.add(self.param("b", bInit, [3 * units])) : inputs,
        step([h], input) {
          const [xz, xr, xg] = gatesOf(input, units);
          if (resetAfter) {
            const product = np.dot(h!, u);
            const [hz, hr, hg] = gatesOf(recurrentB ? product.add(recurrentB) : product, units);
            const z = recurrentActivation(xz!.add(hz!));
            const r = recurrentActivation(xr!.add(hr!));
            return [mixed(z, h!, activation(xg!.add(r.mul(hg!))))];
          }
          const [uz, ur, ug] = gatesOf(u, units);
          const z = recurrentActivation(xz!.add(np.dot(h!, uz!)));
          const r = recurrentActivation(xr!.add(np.dot(h!, ur!)));
          return [mixed(z, h!, activation(xg!.add(np.dot(r.mul(h!), ug!))))];
        },
      };
    },
  });
}

/** `z·h + (1 − z)·g` */
function mixed(z: Tensor, h: Tensor, g: Tensor): Tensor {
  return z.mul(h).add(np.subtract(1, z).mul(g));
}
