import { ArgumentInvalidError, isFloat, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { type OptionNames, requireOptions, requireRate } from "./require.ts";

export interface ExponentialMovingAverageOptions {
  /** Divide by the sum of the weights so far, so that the first values count in full. Default `true`. */
  readonly zeroDebias?: boolean;
  /** What the average is before the first value. Default 0. */
  readonly initial?: number;
  /** In so many first calls the average is the value itself; needs `zeroDebias: false`. Default 0. */
  readonly warmupLength?: number;
}

export interface MovingAverageCall {
  /** Take the value into the average. Default: while training. */
  readonly update?: boolean;
}

const OPTIONS: OptionNames<ExponentialMovingAverageOptions> = {
  zeroDebias: true,
  initial: true,
  warmupLength: true,
};

const CALL: OptionNames<MovingAverageCall> = { update: true };

/**
 * The average of the values of all calls, each weighted `decay` times less than the next:
 * `hidden ← decay·hidden + (1 − decay)·x`, divided by `1 − decay^calls` (Kingma and Ba, 2014, section 3).
 *
 * For the parameters of a whole model, as with Elegy's `EMAParamsTree`, there is `emaOfParams` of the optimizers.
 *
 * States: `hidden` and `average` of the shape of the values, `counter: i32[]`, which begins with `−warmupLength`.
 *
 * @param decay in [0, 1).
 * @throws ArgumentInvalidError for another decay, or a `warmupLength` together with `zeroDebias`.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { ExponentialMovingAverage } from "@elegy/nn";
 *
 * const average = ExponentialMovingAverage(0.9);
 * const rng = random.key(0);
 * const { states } = average.init({ rng, args: [np.zeros([])] });
 * const one = average.apply({ rng, args: [np.ones([])], params: {}, states, training: true });
 * const two = average.apply({ rng, args: [np.full([], 2)], params: {}, states: one.states, training: true });
 * [await one.preds.item(), await two.preds.item()]; // => [1,1.52632]
 * ```
 */
export function ExponentialMovingAverage(
  decay: number,
  options: ExponentialMovingAverageOptions = {},
): Layer<[x: Tensor, call?: MovingAverageCall], Tensor> {
  requireOptions("ExponentialMovingAverage", options, OPTIONS);
  requireRate("ExponentialMovingAverage", "decay", decay);
  const { zeroDebias = true, initial = 0, warmupLength = 0 } = options;
  requireWarmup(warmupLength, zeroDebias);
  // Rounded as on the device, so that the weights of all values sum to exactly what they are divided by.
  const share = 1 - Math.fround(decay);
  return layer("ExponentialMovingAverage", {}, (self, x: Tensor, call: MovingAverageCall = {}) => {
    requireOptions("ExponentialMovingAverage", call, CALL);
    const { update = self.training } = call;
    const value = isFloat(x.dtype) ? x : x.astype("float32");
    const { shape, dtype } = value;
    const counter = self.state("counter", () => np.full([], -warmupLength, { dtype: "int32" }));
    const hidden = self.state("hidden", () => np.zeros(shape, { dtype }));
    const average = self.state("average", () => np.full(shape, initial, { dtype }));
    if (!update) return average.value;
    const calls = counter.value.add(1);
    const weighted = hidden.value.mul(decay).add(value.mul(share));
    const sum = warmupLength === 0 ? weighted : np.where(calls.lessEqual(0), value, weighted);
    const weights = np.subtract(1, np.power(decay, calls.astype("float32")));
    const next = zeroDebias ? sum.div(weights).astype(dtype) : sum;
    counter.set(calls);
    hidden.set(sum);
    average.set(next);
    return next;
  });
}

function requireWarmup(warmupLength: number, zeroDebias: boolean): void {
  if (Number.isInteger(warmupLength) && warmupLength >= 0 && (warmupLength === 0 || !zeroDebias)) return;
  throw new ArgumentInvalidError({
    operation: "ExponentialMovingAverage",
    problem: "`warmupLength` is out of range",
    expected: "a whole number ≥ 0, and 0 with `zeroDebias`",
    received: String(warmupLength),
    hint: "After values that count in full there is no bias to the start: { warmupLength, zeroDebias: false }.",
  });
}
