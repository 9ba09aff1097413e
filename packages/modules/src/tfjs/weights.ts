import type { DType, Shape, TypedArray } from "@elegy/autodiff";
import { LayersModelInvalidError } from "./tfjs-errors.ts";
import type { Part } from "./translated-layer.ts";

/** A weight of a TensorFlow.js model on the host. */
export interface NamedWeight {
  /** As TensorFlow.js or Keras call it: `dense_1/kernel`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Row by row. */
  readonly data: TypedArray;
  /** Default `true`. Those of which it is `false` become states. */
  readonly trainable?: boolean;
}

/** A weight, and where it stands in the parameters or the states. */
export interface PlacedWeight {
  readonly weight: NamedWeight;
  readonly path: readonly string[];
  readonly tree: "params" | "states";
}

/**
 * Finds the weights of every layer: by the layer's name somewhere in theirs, and the last part of it.
 *
 * @returns them in the order in which they were given.
 * @throws LayersModelInvalidError if one is missing, not to be told from another, or left over.
 */
export function placeWeights(model: Part, weights: readonly NamedWeight[]): readonly PlacedWeight[] {
  const entries = weights.map((weight) => ({
    weight,
    segments: weight.name.replace(/:\d+$/, "").split("/"),
  }));
  const placed = new Map<NamedWeight, PlacedWeight>();
  placeIn(model, [], entries, true, placed);
  const left = weights.find((weight) => !placed.has(weight));
  if (left !== undefined) {
    throw new LayersModelInvalidError(
      "a weight belongs to no layer",
      "the weights of the layers alone",
      left.name,
    );
  }
  return weights.map((weight) => placed.get(weight)!);
}

interface Entry {
  readonly weight: NamedWeight;
  readonly segments: readonly string[];
}

function placeIn(
  part: Part,
  path: readonly string[],
  entries: readonly Entry[],
  trainable: boolean,
  placed: Map<NamedWeight, PlacedWeight>,
): void {
  const changes = trainable && part.trainable;
  // Where the names of outer layers are in those of the weights they tell layers of equal names apart.
  const named = entries.filter(({ segments }) =>
    segments.slice(0, -1).some((one) => part.names.includes(one)),
  );
  const own = path.length === 0 || named.length === 0 ? entries : named;
  for (const name of [...part.params, ...part.states]) {
    const weight = theWeight(part, name, named, placed);
    const isParam = changes && part.params.includes(name) && weight.trainable !== false;
    placed.set(weight, { weight, path: [...path, name], tree: isParam ? "params" : "states" });
  }
  for (const [name, inner] of Object.entries(part.parts)) {
    placeIn(inner, [...path, name], own, changes, placed);
  }
}

function theWeight(
  part: Part,
  name: string,
  entries: readonly Entry[],
  placed: ReadonlyMap<NamedWeight, PlacedWeight>,
): NamedWeight {
  const found = entries.filter(({ weight, segments }) => segments.at(-1) === name && !placed.has(weight));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.weight;
  throw new LayersModelInvalidError(
    found.length === 0
      ? `layer \`${part.names[0]}\` (${part.kind}) has no weight \`${name}\``
      : `layer \`${part.names[0]}\` (${part.kind}) has several weights \`${name}\``,
    `one weight such as \`${part.names[0]}/${name}\``,
    (found.length === 0 ? entries : found).map(({ weight }) => weight.name).join(", ") ||
      "none of that layer",
  );
}
