import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { type DataFormat, dataFormatOf } from "../convolution/data-format.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface GlobalPoolOptions {
  /** Keep the spatial axes, of size 1. Default `false`. */
  readonly keepdims?: boolean;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat;
}

const OPTIONS: OptionNames<GlobalPoolOptions> = { keepdims: true, dataFormat: true };

/**
 * The mean over all spatial axes: `f32[batch, ...spatial, channels]` to `f32[batch, channels]`.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { GlobalAvgPool } from "@elegy/nn";
 *
 * const x = np.arange(4).reshape([1, 2, 2, 1]);
 * await GlobalAvgPool().init({ rng: random.key(0), args: [x] }).preds.array(); // => [[1.5]]
 * ```
 */
export function GlobalAvgPool(options: GlobalPoolOptions = {}): Layer<[x: Tensor], Tensor> {
  return global("GlobalAvgPool", np.mean, options);
}

/**
 * The largest element over all spatial axes; otherwise as {@link GlobalAvgPool}.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { GlobalMaxPool } from "@elegy/nn";
 *
 * GlobalMaxPool({ keepdims: true }).init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] }).preds.shape; // => [1,1,1,3]
 * ```
 */
export function GlobalMaxPool(options: GlobalPoolOptions = {}): Layer<[x: Tensor], Tensor> {
  return global("GlobalMaxPool", np.max, options);
}

type Reduce = (
  x: Tensor,
  options: { readonly axis: readonly number[]; readonly keepdims: boolean },
) => Tensor;

function global(kind: string, reduce: Reduce, options: GlobalPoolOptions): Layer<[x: Tensor], Tensor> {
  requireOptions(kind, options, OPTIONS);
  const { keepdims = false } = options;
  const first = dataFormatOf(kind, options) === "channelsLast" ? 1 : 2;
  return layer(kind, {}, (_, x: Tensor) =>
    reduce(x, { axis: Array.from({ length: x.ndim - 2 }, (__, i) => first + i), keepdims }),
  );
}
