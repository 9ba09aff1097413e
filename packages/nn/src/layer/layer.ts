import { moduleSymbol } from "@elegy/autodiff";
import type { Bound, Layer, Parts } from "./description.ts";
import { PartNameInvalidError } from "./layer-errors.ts";
import { applyLayer, initLayer, summarizeLayer } from "./run-layer.ts";
import { RESERVED, type Scope } from "./scope.ts";

/** What a layer does with its inputs: its scope and its parts come first, under their names. */
export type LayerCall<P extends Parts, A extends readonly unknown[], R> = (
  self: Scope & Bound<P>,
  ...inputs: A
) => R;

/**
 * Makes a layer of others.
 *
 * @param kind its name in summaries and messages.
 * @param parts the layers it is made of, by name; lists and objects of them too. Names become those of parameters.
 * @param call from the parts (as functions), the scope and the inputs to the output.
 * @throws PartNameInvalidError for a part with the name of something in every scope.
 * @example
 * ```ts
 * import { nn, np, random } from "@elegy/core";
 * import { layer, Linear } from "@elegy/nn";
 *
 * const mlp = layer("MLP", { hidden: Linear(8), out: Linear(3) }, ({ hidden, out }, x: Tensor) =>
 *   out(nn.relu(hidden(x))),
 * );
 * const { preds, params } = mlp.init({ rng: random.key(0), args: [np.ones([2, 4])] });
 * preds.shape; // => [2,3]
 * params.hidden.w.shape; // => [4,8]
 * ```
 */
export function layer<const P extends Parts, A extends readonly unknown[], R>(
  kind: string,
  parts: P,
  call: LayerCall<P, A, R>,
): Layer<A, R> {
  const reserved = Object.keys(parts).find((name) => RESERVED.has(name) || name.includes("."));
  if (reserved !== undefined) throw new PartNameInvalidError(kind, reserved);
  const self: Layer<A, R> = {
    kind,
    parts,
    call,
    init: (inputs) => initLayer(self, inputs),
    apply: (inputs) => applyLayer(self, inputs),
    [moduleSymbol]: {
      init: (inputs) => initLayer(self, inputs),
      apply: (inputs) => applyLayer(self, inputs),
      summary: (inputs) => summarizeLayer(self, inputs),
    },
  };
  return self;
}
