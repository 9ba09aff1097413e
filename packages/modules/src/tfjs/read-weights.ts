import type { LayersModelLike } from "./layers-model.ts";
import { LayersModelInvalidError } from "./tfjs-errors.ts";
import type { NamedWeight } from "./weights.ts";

/** Copies the weights of a model to the host. */
export function readWeights(model: LayersModelLike): readonly NamedWeight[] {
  return model.weights.map((variable) => {
    const data = variable.read().dataSync();
    return {
      name: variable.originalName,
      shape: variable.shape.map((size) => size ?? 0),
      trainable: variable.trainable,
      ...copied(variable.originalName, data, variable.dtype),
    };
  });
}

function copied(name: string, data: unknown, dtype: string): Pick<NamedWeight, "data" | "dtype"> {
  if (data instanceof Float32Array) return { data: data.slice(), dtype: "float32" };
  if (data instanceof Int32Array) return { data: data.slice(), dtype: "int32" };
  if (data instanceof Uint8Array && dtype === "bool") return { data: data.slice(), dtype: "bool" };
  throw new LayersModelInvalidError(`the weight \`${name}\` cannot be read`, "float32, int32 or bool", dtype);
}
