import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";

/** A layer or a function of one input. */
export type Stage = Layer<[x: Tensor], Tensor> | ((x: Tensor) => Tensor);

/**
 * One layer after the other. Their parameters are named by their positions: `0`, `1`, …
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Linear, Sequential } from "@elegy/nn";
 *
 * Sequential(Linear(8), (x) => x.tanh(), Linear(2)).init({ rng: random.key(0), args: [np.ones([1, 6, 3])] }).preds.shape; // => [1,6,2]
 * ```
 */
export function Sequential(...stages: readonly Stage[]): Layer<[x: Tensor], Tensor> {
  return layer("Sequential", Object.fromEntries(stages.entries()), (self, x: Tensor) =>
    stages.reduce((value, _, position) => self[String(position)]!(value), x),
  );
}
