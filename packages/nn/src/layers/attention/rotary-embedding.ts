import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";

/**
 * Turns pairs of features by angles that grow with the position, so that products of queries and keys depend on their
 * distance (Su et al., 2021): `f32[batch, time, heads, size]`, where feature `i` is paired with `i + size/2`.
 * `first` is the position of the first step: 0, or how many came in earlier calls.
 *
 * @throws ArgumentInvalidError for an odd number of features.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { RotaryEmbedding } from "@elegy/nn";
 *
 * const x = np.ones([1, 3, 1, 4]);
 * const { preds } = RotaryEmbedding().init({ rng: random.key(0), args: [x] });
 * await preds.at(0, 0).get().array(); // => [[1,1,1,1]]
 * ```
 */
export function RotaryEmbedding(): Layer<[x: Tensor, first?: Tensor | number], Tensor> {
  return layer("RotaryEmbedding", {}, (_, x: Tensor, first: Tensor | number = 0) => rotated(x, first));
}

const BASE = 10_000;

/** `x: f32[batch, time, heads, size]` turned by its positions, the first of which is given. */
export function rotated(x: Tensor, first: Tensor | number): Tensor {
  const [size, time] = [x.shape.at(-1)!, x.shape[1]];
  if (x.ndim !== 4 || size % 2 !== 0) {
    throw new ArgumentInvalidError({
      operation: "RotaryEmbedding",
      problem: "the features cannot be paired",
      expected: "f32[batch, time, heads, size] with an even size",
      received: formatSpec(x.spec),
    });
  }
  const half = size / 2;
  const speeds = np.array(Float32Array.from({ length: half }, (_, i) => BASE ** (-i / half)));
  const positions = np.arange(time).add(first).astype("float32");
  const angles = np.outer(positions, speeds).reshape([1, time, 1, half]);
  const [cos, sin] = [np.cos(angles).astype(x.dtype), np.sin(angles).astype(x.dtype)];
  const [a, b] = np.split(x, 2, { axis: -1 }) as [Tensor, Tensor];
  return np.concatenate([a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))], { axis: -1 });
}
