import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { axesOf } from "./normalization/normalized-axes.ts";
import { type OptionNames, requireOptions, requireRate } from "./require.ts";

export interface DropoutOptions {
  /** Axes along which whole slices are dropped together, as `[1, 2]` for the channels of images. Default: none. */
  readonly broadcastDims?: readonly number[];
}

export interface DropoutCall {
  /** Drop, or not. Default: while training. */
  readonly training?: boolean;
  /** What is dropped, `u32[2]`. Default: a key that no other call has in this step. */
  readonly rng?: Tensor;
}

const CALL: OptionNames<DropoutCall> = { training: true, rng: true };

const OPTIONS: OptionNames<DropoutOptions> = { broadcastDims: true };

/**
 * While training, sets each element to 0 with probability `rate` and divides the others by `1 − rate`, so that the
 * expected value stays; else the identity. A call may say itself whether it trains, and give its key:
 * `drop(x, { training, rng })`.
 *
 * @param rate in [0, 1).
 * @throws ArgumentInvalidError for another rate, or an axis in `broadcastDims` that the input does not have.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Dropout } from "@elegy/nn";
 *
 * const dropout = Dropout(0.5);
 * const call = { rng: random.key(0), args: [np.ones([4])], params: {}, states: {} };
 * await dropout.apply({ ...call, training: false }).preds.array(); // => [1,1,1,1]
 * (await dropout.apply({ ...call, training: true }).preds.array()).every((y) => y === 0 || y === 2); // => true
 * ```
 */
export function Dropout(
  rate: number,
  options: DropoutOptions = {},
): Layer<[x: Tensor, call?: DropoutCall], Tensor> {
  requireOptions("Dropout", options, OPTIONS);
  requireRate("Dropout", "rate", rate);
  const { broadcastDims = [] } = options;
  return layer("Dropout", {}, (self, x: Tensor, call: DropoutCall = {}) => {
    requireOptions("Dropout", call, CALL);
    const { training = self.training, rng } = call;
    if (!training || rate === 0) return x;
    const alike = axesOf("Dropout", x, broadcastDims);
    const shape = x.shape.map((size, axis) => (alike.includes(axis) ? 1 : size));
    const kept = random.bernoulli(rng ?? self.nextKey(), 1 - rate, shape);
    return np.where(kept, x.div(1 - rate), 0);
  });
}
