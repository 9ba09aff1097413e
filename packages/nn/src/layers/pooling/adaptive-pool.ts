import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { perAxis } from "../convolution/conv-options.ts";
import { requireRank } from "../require.ts";

/**
 * The mean over windows that are as large as they have to be, so that the spatial axes come out with the sizes asked
 * for: window `i` of `n` goes from `⌊i·size/n⌋` to `⌈(i+1)·size/n⌉`, as in PyTorch.
 *
 * @param outputShape a size for each spatial axis: `f32[batch, ...spatial, channels]` to `f32[batch, ...outputShape, channels]`.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { AdaptiveAvgPool } from "@elegy/nn";
 *
 * const x = np.arange(5).reshape([1, 5, 1]);
 * const { preds } = AdaptiveAvgPool([2]).init({ rng: random.key(0), args: [x] });
 * await preds.ravel().array(); // => [1,3]
 * ```
 */
export function AdaptiveAvgPool(outputShape: readonly number[]): Layer<[x: Tensor], Tensor> {
  return adaptive("AdaptiveAvgPool", np.mean, outputShape);
}

/**
 * The largest element of each window; otherwise as {@link AdaptiveAvgPool}.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { AdaptiveMaxPool } from "@elegy/nn";
 *
 * AdaptiveMaxPool([2, 3]).init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] }).preds.shape; // => [1,2,3,3]
 * ```
 */
export function AdaptiveMaxPool(outputShape: readonly number[]): Layer<[x: Tensor], Tensor> {
  return adaptive("AdaptiveMaxPool", np.max, outputShape);
}

type Reduce = (x: Tensor, options: { readonly axis: number; readonly keepdims: boolean }) => Tensor;

function adaptive(kind: string, reduce: Reduce, outputShape: readonly number[]): Layer<[x: Tensor], Tensor> {
  const sizes = perAxis(kind, "outputShape", outputShape, outputShape.length);
  return layer(kind, {}, (_, x: Tensor) => {
    requireRank(kind, x, sizes.length + 1, `f32[..., ${"size, ".repeat(sizes.length)}channels]`);
    return sizes.reduce((value, size, i) => pooled(reduce, value, x.ndim - 1 - sizes.length + i, size), x);
  });
}

/** One axis: means of means and maxima of maxima over boxes are those over the boxes. */
function pooled(reduce: Reduce, x: Tensor, axis: number, outputs: number): Tensor {
  const size = x.shape[axis]!;
  if (size % outputs === 0) {
    const cut = [...x.shape.slice(0, axis), outputs, size / outputs, ...x.shape.slice(axis + 1)];
    return reduce(x.reshape(cut), { axis: axis + 1, keepdims: false });
  }
  const windows = Array.from({ length: outputs }, (_, i) => {
    const from = Math.floor((i * size) / outputs);
    const positions = np.arange(from, Math.ceil(((i + 1) * size) / outputs));
    return reduce(np.take(x, positions, { axis }), { axis, keepdims: true });
  });
  return np.concatenate(windows, { axis });
}
