import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { RecurrentCall, RecurrentLayer } from "./recurrent.ts";
import { type OptionNames, requireOneOf, requireOptions } from "../require.ts";

/** How the outputs of both directions become one. */
export type MergeMode = "concat" | "sum" | "mul" | "ave";

export interface BidirectionalOptions {
  /** Default `"concat"`: side by side. */
  readonly mergeMode?: MergeMode;
}

const OPTIONS: OptionNames<BidirectionalOptions> = { mergeMode: true };

/**
 * A recurrent layer forwards and another one backwards over the same sequence.
 *
 * Parameters: those of `forward` and of `backward`.
 *
 * @param make makes one of the two layers; it is called twice, because one description would be one layer.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Bidirectional, GRU } from "@elegy/nn";
 *
 * const both = Bidirectional(() => GRU(4, { returnSequences: true }));
 * both.init({ rng: random.key(0), args: [np.ones([2, 5, 3])] }).preds.shape; // => [2,5,8]
 * ```
 */
export function Bidirectional(
  make: () => RecurrentLayer,
  options: BidirectionalOptions = {},
): Layer<[x: Tensor, call?: Pick<RecurrentCall, "mask">], Tensor> {
  requireOptions("Bidirectional", options, OPTIONS);
  const { mergeMode = "concat" } = options;
  requireOneOf("Bidirectional", "mergeMode", mergeMode, merge);
  return layer(
    "Bidirectional",
    { forward: make(), backward: make() },
    ({ forward, backward }, x: Tensor, call: Pick<RecurrentCall, "mask"> = {}) => {
      const { mask } = call;
      const there = forward(x, call);
      const back = backward(np.flip(x, 1), mask ? { mask: np.flip(mask, 1) } : {});
      // A sequence of outputs comes out from the last step to the first.
      return merge[mergeMode](there, back.ndim === 3 ? np.flip(back, 1) : back);
    },
  );
}

const merge: Readonly<Record<MergeMode, (there: Tensor, back: Tensor) => Tensor>> = {
  concat: (there, back) => np.concatenate([there, back], { axis: -1 }),
  sum: (there, back) => there.add(back),
  mul: (there, back) => there.mul(back),
  ave: (there, back) => there.add(back).div(2),
};
