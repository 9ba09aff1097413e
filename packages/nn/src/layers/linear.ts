import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import type { Initializer } from "../layer/scope.ts";
import { fanInNormal } from "./fan-in-normal.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "./require.ts";

export interface LinearOptions {
  /** Default `true`. */
  readonly withBias?: boolean;
  /** Default: the truncated normal distribution with standard deviation 1/√in, as in Elegy. */
  readonly wInit?: Initializer;
  /** Default: zeros. */
  readonly bInit?: Initializer;
}

const OPTIONS: OptionNames<LinearOptions> = { withBias: true, wInit: true, bInit: true };

/**
 * `x·w + b` over the last axis: `f32[..., in]` to `f32[..., outputSize]`. `Dense` in Keras and Flax, and here too.
 *
 * Parameters: `w: f32[in, outputSize]`, `b: f32[outputSize]`.
 *
 * @throws ArgumentInvalidError for a size that is not a whole number ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Linear } from "@elegy/nn";
 *
 * const { preds, params } = Linear(10).init({ rng: random.key(0), args: [np.ones([2, 4])] });
 * preds.shape; // => [2,10]
 * params.w.shape; // => [4,10]
 * ```
 */
export function Linear(outputSize: number, options: LinearOptions = {}): Layer<[x: Tensor], Tensor> {
  requireOptions("Linear", options, OPTIONS);
  requireSize("Linear", "outputSize", outputSize);
  const { withBias = true, wInit = fanInNormal, bInit = nn.initializers.zeros } = options;
  return layer("Linear", {}, (self, x: Tensor) => {
    requireRank("Linear", x, 1, "f32[..., in]");
    const w = self.param("w", wInit, [x.shape.at(-1)!, outputSize]);
    const y = np.dot(x, w);
    return withBias ? y.add(self.param("b", bInit, [outputSize])) : y;
  });
}
