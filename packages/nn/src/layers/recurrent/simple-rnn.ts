import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { cellParams } from "./cell-params.ts";
import {
  recurrent,
  RECURRENT_OPTIONS,
  type RecurrentLayer,
  type RecurrentOptions,
  type StatefulRecurrentLayer,
} from "./recurrent.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface SimpleRNNOptions extends RecurrentOptions {
  /** Default `np.tanh`. */
  readonly activation?: (x: Tensor) => Tensor;
}

const OPTIONS: OptionNames<SimpleRNNOptions> = { ...RECURRENT_OPTIONS, activation: true };

/**
 * `h ← activation(x·w + h·u + b)` over the steps of a sequence.
 *
 * Parameters: `w: f32[in, units]`, `u: f32[units, units]`, `b: f32[units]`.
 *
 * @throws ArgumentInvalidError for `units` that are not a whole number ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { SimpleRNN } from "@elegy/nn";
 *
 * const x = np.ones([2, 5, 3]);
 * SimpleRNN(4).init({ rng: random.key(0), args: [x] }).preds.shape; // => [2,4]
 * ```
 */
export function SimpleRNN(
  units: number,
  options: SimpleRNNOptions & { readonly returnState: true },
): StatefulRecurrentLayer;
export function SimpleRNN(
  units: number,
  options?: SimpleRNNOptions & { readonly returnState?: false },
): RecurrentLayer;
export function SimpleRNN(
  units: number,
  options: SimpleRNNOptions = {},
): RecurrentLayer | StatefulRecurrentLayer {
  requireOptions("SimpleRNN", options, OPTIONS);
  const { activation = np.tanh, withBias = true, bInit = nn.initializers.zeros } = options;
  return recurrent({
    kind: "SimpleRNN",
    units,
    states: 1,
    options,
    begin(self, x) {
      const { inputs, u } = cellParams(self, x, units, 1, options);
      return {
        inputs: withBias ? inputs.add(self.param("b", bInit, [units])) : inputs,
        step: ([h], input) => [activation(input.add(np.dot(h!, u)))],
      };
    },
  });
}
