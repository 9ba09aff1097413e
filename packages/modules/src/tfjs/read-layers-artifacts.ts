import type { DType, TypedArray } from "@elegy/autodiff";
import type { LayersArtifacts } from "./from-layers-model.ts";
import { isRecord } from "./layer-config.ts";
import { LayersModelInvalidError } from "./tfjs-errors.ts";
import type { NamedWeight } from "./weights.ts";

/**
 * The model in a `model.json` that TensorFlow.js saved or Keras exported, without TensorFlow.js.
 *
 * @param modelJson the parsed `model.json`, in the format `layers-model`.
 * @param weightBytes the files that its `weightsManifest` names, one after the other.
 * @throws LayersModelInvalidError for another format, or weights that do not fit their bytes.
 * @example
 * ```ts
 * import { fromLayersModel, readLayersArtifacts } from "@elegy/modules/tfjs";
 *
 * const modelJson = {
 *   format: "layers-model",
 *   modelTopology: {
 *     class_name: "Sequential",
 *     config: { name: "net", layers: [{ class_name: "Dense", config: { name: "line", units: 1, use_bias: false } }] },
 *   },
 *   weightsManifest: [
 *     { paths: ["group1-shard1of1.bin"], weights: [{ name: "line/kernel", shape: [1, 1], dtype: "float32" }] },
 *   ],
 * };
 * const bytes = new Uint8Array(Float32Array.of(2.5).buffer);
 * const module = fromLayersModel(readLayersArtifacts(modelJson, bytes));
 * const model = new Model({ module });
 * await model.init({ x: np.ones([1, 1]) });
 * await (await model.predict({ x: np.array([[2]]) })).array(); // => [[5]]
 * ```
 */
export function readLayersArtifacts(modelJson: unknown, weightBytes: Uint8Array): LayersArtifacts {
  const { format, modelTopology, weightsManifest } = isRecord(modelJson) ? modelJson : {};
  if ((format !== undefined && format !== "layers-model") || !Array.isArray(weightsManifest)) {
    throw new LayersModelInvalidError(
      "this is no model.json of layers",
      "the format `layers-model`, with modelTopology and weightsManifest",
      typeof format === "string" ? `the format \`${format}\`` : "another file",
    );
  }
  const specs = weightsManifest.flatMap((group: unknown): readonly unknown[] => {
    const weights = isRecord(group) ? group["weights"] : undefined;
    return Array.isArray(weights) ? weights : [];
  });
  let offset = 0;
  const weights = specs.map((spec): NamedWeight => {
    const { name, shape, dtype, stored, quantization } = specOf(spec);
    const size = shape.reduce((product, length) => product * length, 1) * BYTES[stored];
    const bytes = weightBytes.slice(offset, offset + size);
    if (bytes.length < size) {
      throw new LayersModelInvalidError(
        `the bytes end before \`${name}\` does`,
        `${offset + size}`,
        `${weightBytes.length}`,
      );
    }
    offset += size;
    return { name, shape, dtype, data: decoded(bytes, stored, quantization) };
  });
  if (offset !== weightBytes.length) {
    throw new LayersModelInvalidError(
      "the weights do not fit the bytes",
      `${offset} bytes`,
      `${weightBytes.length}`,
    );
  }
  return { topology: modelTopology, weights };
}

/** How weights are stored: quantized ones in fewer bytes. */
const BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2 } as const;
type Stored = keyof typeof BYTES;

/** `value = stored · scale + min` */
interface Quantization {
  readonly scale: number;
  readonly min: number;
}

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly stored: Stored;
  readonly quantization: Quantization | null;
}

function specOf(spec: unknown): WeightSpec {
  const { name, shape, dtype, quantization } = isRecord(spec) ? spec : {};
  const isShape = Array.isArray(shape) && shape.every((size): size is number => Number.isSafeInteger(size));
  if (typeof name === "string" && isShape && (dtype === "float32" || dtype === "int32" || dtype === "bool")) {
    if (quantization === undefined) return { name, shape, dtype, stored: dtype, quantization: null };
    const { dtype: stored, scale, min } = isRecord(quantization) ? quantization : {};
    if ((stored === "uint8" || stored === "uint16") && typeof scale === "number" && typeof min === "number") {
      return { name, shape, dtype: "float32", stored, quantization: { scale, min } };
    }
  }
  throw new LayersModelInvalidError(
    "an entry of the weightsManifest cannot be read",
    "name, shape, dtype float32, int32 or bool, and quantization to uint8 or uint16 if any",
    JSON.stringify(spec) ?? "nothing",
  );
}

function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  stored: Stored,
  quantization: Quantization | null,
): TypedArray {
  if (quantization !== null) {
    const values = stored === "uint16" ? new Uint16Array(bytes.buffer) : bytes;
    return Float32Array.from(values, (value) => value * quantization.scale + quantization.min);
  }
  if (stored === "float32") return new Float32Array(bytes.buffer);
  return stored === "int32" ? new Int32Array(bytes.buffer) : bytes;
}
