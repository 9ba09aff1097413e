import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import type { Stage } from "./sequential.ts";

/**
 * `x + body(x)`; or `shortcut(x) + body(x)` where the body changes the shape.
 *
 * @throws ShapeMismatchError if the two do not have one shape.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Residual } from "@elegy/nn";
 *
 * const { preds } = Residual((x) => x.mul(2)).init({ rng: random.key(0), args: [np.array([1, 2])] });
 * await preds.array(); // => [3,6]
 * ```
 */
export function Residual(body: Stage, shortcut: Stage = (x) => x): Layer<[x: Tensor], Tensor> {
  return layer("Residual", { body, shortcut }, (self, x: Tensor) => self.shortcut(x).add(self.body(x)));
}
