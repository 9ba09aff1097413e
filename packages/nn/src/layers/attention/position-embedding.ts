import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { requireRank, requireSize } from "../require.ts";

/**
 * Adds a parameter for each position: `embeddings: f32[maxLength, size]`, of which the first `time` are used.
 * With `first`, how many steps came in earlier calls, those after that.
 *
 * @throws ArgumentInvalidError for a sequence that is longer.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { PositionEmbedding } from "@elegy/nn";
 *
 * const x = np.zeros([1, 3, 4]);
 * PositionEmbedding(8).init({ rng: random.key(0), args: [x] }).params.embeddings.shape; // => [8,4]
 * ```
 */
export function PositionEmbedding(maxLength: number): Layer<[x: Tensor, first?: Tensor | number], Tensor> {
  requireSize("PositionEmbedding", "maxLength", maxLength);
  return layer("PositionEmbedding", {}, (self, x: Tensor, first: Tensor | number = 0) => {
    requireRank("PositionEmbedding", x, 2, "f32[..., time, size]");
    const [time, size] = [x.shape.at(-2)!, x.shape.at(-1)!];
    if (time > maxLength) {
      throw new ArgumentInvalidError({
        operation: "PositionEmbedding",
        problem: "the sequence is too long",
        expected: `at most ${maxLength} steps`,
        received: formatSpec(x.spec),
      });
    }
    const table = self.param("embeddings", nn.initializers.normal({ stddev: 0.02 }), [maxLength, size]);
    return x.add(np.take(table, np.arange(time).add(first), { axis: 0 }).astype(x.dtype));
  });
}
