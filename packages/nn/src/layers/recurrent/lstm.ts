import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Initializer } from "../../layer/scope.ts";
import { cellParams, gatesOf } from "./cell-params.ts";
import {
  recurrent,
  RECURRENT_OPTIONS,
  type RecurrentLayer,
  type RecurrentOptions,
  type StatefulRecurrentLayer,
} from "./recurrent.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface LSTMOptions extends RecurrentOptions {
  /** For the candidate and the output. Default `np.tanh`. */
  readonly activation?: (x: Tensor) => Tensor;
  /** For the gates. Default `nn.sigmoid`. */
  readonly recurrentActivation?: (x: Tensor) => Tensor;
  /** Begin with 1 in the bias of the forget gate. Default `true`. */
  readonly unitForgetBias?: boolean;
}

const OPTIONS: OptionNames<LSTMOptions> = {
  ...RECURRENT_OPTIONS,
  activation: true,
  recurrentActivation: true,
  unitForgetBias: true,
};

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997), with the gates input, forget, candidate and output in
 * Keras's order: `c ← f·c + i·g`, `h ← o·tanh(c)`. The state is `[h, c]`.
 *
 * Parameters: `w: f32[in, 4·units]`, `u: f32[units, 4·units]`, `b: f32[4·units]`.
 *
 * @throws ArgumentInvalidError for `units` that are not a whole number ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { LSTM } from "@elegy/nn";
 *
 * const lstm = LSTM(4, { returnSequences: true, returnState: true });
 * const { output, state } = lstm.init({ rng: random.key(0), args: [np.ones([2, 5, 3])] }).preds;
 * [output.shape, state.map((part) => part.shape)]; // => [[2,5,4],[[2,4],[2,4]]]
 * ```
 */
export function LSTM(
  units: number,
  options: LSTMOptions & { readonly returnState: true },
): StatefulRecurrentLayer;
export function LSTM(units: number, options?: LSTMOptions & { readonly returnState?: false }): RecurrentLayer;
export function LSTM(units: number, options: LSTMOptions = {}): RecurrentLayer | StatefulRecurrentLayer {
  requireOptions("LSTM", options, OPTIONS);
  const { activation = np.tanh, recurrentActivation = nn.sigmoid, withBias = true } = options;
  const { bInit = nn.initializers.zeros, unitForgetBias = true } = options;
  return recurrent({
    kind: "LSTM",
    units,
    states: 2,
    options,
    begin(self, x) {
      const { inputs, u } = cellParams(self, x, units, 4, options);
      const init = unitForgetBias ? withForgetOnes(bInit, units) : bInit;
      return {
        inputs: withBias ? inputs.add(self.param("b", init, [4 * units])) : inputs,
        step([h, c], input) {
          const [i, f, g, o] = gatesOf(input.add(np.dot(h!, u)), units);
          const kept = recurrentActivation(f!).mul(c!);
          const next = kept.add(recurrentActivation(i!).mul(activation(g!)));
          return [recurrentActivation(o!).mul(activation(next)), next];
        },
      };
    },
  });
}

function withForgetOnes(init: Initializer, units: number): Initializer {
  return (key, shape, options) =>
    init(key, shape, options)
      .at(`${units}:${2 * units}`)
      .set(1);
}
