import { nn, type Tensor } from "@elegy/autodiff";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { perAxis, type Padding } from "../convolution/conv-options.ts";
import { type DataFormat, inFormat } from "../convolution/data-format.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface PoolingOptions {
  /** How far the window moves, for all spatial axes or for each. Default: by its size. */
  readonly strides?: number | readonly number[];
  /** Default `"VALID"`. */
  readonly padding?: Padding;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat;
}

const OPTIONS: OptionNames<PoolingOptions> = { strides: true, padding: true, dataFormat: true };

/**
 * The largest element of each window, over as many spatial axes as the window has: `f32[..., ...spatial, channels]`.
 *
 * @param windowShape a size for each spatial axis.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { MaxPool } from "@elegy/nn";
 *
 * const x = np.arange(16).reshape([1, 4, 4, 1]);
 * const { preds } = MaxPool([2, 2]).init({ rng: random.key(0), args: [x] });
 * await preds.ravel().array(); // => [5,7,13,15]
 * ```
 */
export function MaxPool(
  windowShape: readonly number[],
  options: PoolingOptions = {},
): Layer<[x: Tensor], Tensor> {
  return pooling("MaxPool", nn.maxPool, windowShape, options);
}

/**
 * The mean of each window, of the elements that are there: padding does not count. Otherwise as {@link MaxPool}.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { AvgPool } from "@elegy/nn";
 *
 * AvgPool([2, 2]).init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] }).preds.shape; // => [1,3,3,3]
 * ```
 */
export function AvgPool(
  windowShape: readonly number[],
  options: PoolingOptions = {},
): Layer<[x: Tensor], Tensor> {
  const mean: typeof nn.maxPool = (x, window) => nn.avgPool(x, { ...window, countIncludePad: false });
  return pooling("AvgPool", mean, windowShape, options);
}

function pooling(
  kind: string,
  pool: typeof nn.maxPool,
  windowShape: readonly number[],
  options: PoolingOptions,
): Layer<[x: Tensor], Tensor> {
  requireOptions(kind, options, OPTIONS);
  const { padding = "VALID", dataFormat = "channelsLast" } = options;
  const spatial = windowShape.length;
  const window = perAxis(kind, "windowShape", windowShape, spatial);
  const strides = perAxis(kind, "strides", options.strides ?? window, spatial);
  return layer(kind, {}, (_, x: Tensor) =>
    inFormat(dataFormat, x, spatial, (input) => pool(input, { windowShape: window, strides, padding })),
  );
}
