import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import { detailsOf, type TransformerOutput } from "./transformer-options.ts";

/**
 * One layer after the other, each with its own cache.
 *
 * @throws ArgumentInvalidError if there is not one cache for each layer.
 */
export function throughLayers<Cache>(
  kind: string,
  layers: readonly ((x: Tensor, cache: Cache | undefined) => Tensor | TransformerOutput<Cache>)[],
  x: Tensor,
  caches: readonly Cache[] | undefined,
): TransformerOutput<readonly Cache[]> {
  if (caches !== undefined && caches.length !== layers.length) {
    throw new ArgumentInvalidError({
      operation: kind,
      problem: "there is not one cache for each layer",
      expected: String(layers.length),
      received: String(caches.length),
    });
  }
  const next: Cache[] = [];
  const output = layers.reduce((value, one, i) => {
    const details = detailsOf(one(value, caches?.[i]));
    if (details.cache !== null) next.push(details.cache);
    return details.output;
  }, x);
  return { output, cache: caches === undefined ? null : next };
}
