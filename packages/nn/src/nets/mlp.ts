import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { Dropout } from "../layers/dropout.ts";
import { Flatten } from "../layers/shape-layers.ts";
import { Linear } from "../layers/linear.ts";
import { type OptionNames, requireOptions, requireSize } from "../layers/require.ts";

export interface MLPOptions {
  /** Default `nn.relu`. */
  readonly activation?: (x: Tensor) => Tensor;
  /** After each activation. Default 0. */
  readonly dropout?: number;
}

const OPTIONS: OptionNames<MLPOptions> = { activation: true, dropout: true };

/**
 * Linear layers with an activation between them, on inputs of any shape: `f32[batch, ...]` to `f32[batch, sizes.at(-1)]`.
 *
 * Parameters: `layers.0`, `layers.1`, …
 *
 * @param sizes of the outputs of the layers, at least one.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, or none.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { nets } from "@elegy/nn";
 *
 * nets.MLP([300, 100, 10]).init({ rng: random.key(0), args: [np.ones([2, 28, 28])] }).preds.shape; // => [2,10]
 * ```
 */
export function MLP(sizes: readonly number[], options: MLPOptions = {}): Layer<[x: Tensor], Tensor> {
  requireOptions("MLP", options, OPTIONS);
  const { activation = nn.relu, dropout = 0 } = options;
  requireSize("MLP", "sizes.length", sizes.length);
  const parts = { flatten: Flatten(), layers: sizes.map((size) => Linear(size)), drop: Dropout(dropout) };
  return layer("MLP", parts, ({ flatten, layers, drop }, x: Tensor) =>
    layers.reduce((value, linear, i) => {
      const y = linear(value);
      return i === layers.length - 1 ? y : drop(activation(y));
    }, flatten(x)),
  );
}
