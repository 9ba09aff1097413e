import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { type OptionNames, requireOptions } from "./require.ts";

export interface ReshapeOptions {
  /** How many leading axes stay as they are, negative: counted from the end. Default 1: the batch. */
  readonly preserveDims?: number;
}

const OPTIONS: OptionNames<ReshapeOptions> = { preserveDims: true };

/**
 * All axes after the first `preserveDims` as others; −1 stands for what is left over.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Reshape } from "@elegy/nn";
 *
 * const { preds } = Reshape([4, -1]).init({ rng: random.key(0), args: [np.ones([2, 3, 8])] });
 * preds.shape; // => [2,4,6]
 * ```
 */
export function Reshape(
  outputShape: readonly number[],
  options: ReshapeOptions = {},
): Layer<[x: Tensor], Tensor> {
  requireOptions("Reshape", options, OPTIONS);
  const { preserveDims = 1 } = options;
  return layer("Reshape", {}, (_, x: Tensor) =>
    x.reshape([...x.shape.slice(0, preserveDims), ...outputShape]),
  );
}

/**
 * All axes after the first `preserveDims` as one: `f32[batch, ...]` to `f32[batch, rest]`.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Flatten } from "@elegy/nn";
 *
 * Flatten().init({ rng: random.key(0), args: [np.ones([2, 3, 8])] }).preds.shape; // => [2,24]
 * ```
 */
export function Flatten(options: ReshapeOptions = {}): Layer<[x: Tensor], Tensor> {
  requireOptions("Flatten", options, OPTIONS);
  const { preserveDims = 1 } = options;
  return layer("Flatten", {}, (_, x: Tensor) => {
    const rest = x.shape.slice(preserveDims).reduce((product, size) => product * size, 1);
    return x.reshape([...x.shape.slice(0, preserveDims), rest]);
  });
}
