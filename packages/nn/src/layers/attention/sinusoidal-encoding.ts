import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { requireRank } from "../require.ts";

/**
 * Adds sines and cosines of the position, of wavelengths from 2π to 20000π, to `f32[..., time, size]` (Vaswani et al.,
 * 2017): feature `2i` gets `sin(t / 10000^(2i/size))`, feature `2i + 1` the cosine.
 * `first` is the position of the first step: 0, or how many came in earlier calls.
 *
 * @throws ArgumentInvalidError for an odd number of features.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { SinusoidalEncoding } from "@elegy/nn";
 *
 * const { preds } = SinusoidalEncoding().init({ rng: random.key(0), args: [np.zeros([1, 2, 2])] });
 * await preds.array(); // => [[[0,1],[0.841471,0.540302]]]
 * ```
 */
export function SinusoidalEncoding(): Layer<[x: Tensor, first?: Tensor | number], Tensor> {
  return layer("SinusoidalEncoding", {}, (_, x: Tensor, first: Tensor | number = 0) => {
    requireRank("SinusoidalEncoding", x, 2, "f32[..., time, size]");
    const [time, size] = [x.shape.at(-2)!, x.shape.at(-1)!];
    if (size % 2 !== 0) {
      throw new ArgumentInvalidError({
        operation: "SinusoidalEncoding",
        problem: "the features cannot be paired",
        expected: "an even size",
        received: formatSpec(x.spec),
      });
    }
    const speeds = np.array(Float32Array.from({ length: size / 2 }, (__, i) => 10_000 ** ((-2 * i) / size)));
    const angles = np.outer(np.arange(time).add(first).astype("float32"), speeds);
    const waves = np.stack([np.sin(angles), np.cos(angles)], { axis: -1 }).reshape([time, size]);
    return x.add(waves.astype(x.dtype));
  });
}
