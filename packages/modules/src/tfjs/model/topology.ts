import { type Ignorable, isRecord, LayerConfig } from "../layer-config.ts";
import { LayersModelInvalidError } from "../tfjs-errors.ts";

/** One tensor of one call of a layer. */
export interface TensorPlace {
  readonly layer: string;
  /** Which call of the layer: the first is 0. */
  readonly node: number;
  /** Which of the tensors that the call gives. */
  readonly tensor: number;
}

/** A layer of a functional model, and what each of its calls gets. */
export interface GraphLayer {
  readonly config: LayerConfig;
  readonly calls: readonly (readonly TensorPlace[])[];
}

export type Topology =
  | { readonly kind: "sequential"; readonly layers: readonly LayerConfig[] }
  | {
      readonly kind: "functional";
      readonly layers: readonly GraphLayer[];
      readonly inputs: readonly TensorPlace[];
      readonly outputs: readonly TensorPlace[];
    };

/** What Keras and TensorFlow.js call models that are made of layers. */
const MODEL_KINDS: ReadonlySet<string> = new Set(["Sequential", "Model", "Functional"]);

export function isModelKind(kind: string): boolean {
  return MODEL_KINDS.has(kind);
}

/**
 * The outermost model of `model.toJSON()`, or of the `modelTopology` of a file.
 *
 * @throws LayersModelInvalidError
 */
export function modelConfig(json: unknown, ignored: ReadonlySet<Ignorable>): LayerConfig {
  // Keras wraps the model, and says with what it was trained.
  const outer = isRecord(json) && isRecord(json["model_config"]) ? json["model_config"] : json;
  const { class_name: kind, config } = isRecord(outer) ? outer : {};
  if (typeof kind === "string" && isModelKind(kind)) {
    // The first versions of Keras gave the layers of a sequential model alone.
    if (Array.isArray(config)) return new LayerConfig(kind, { name: "sequential", layers: config }, ignored);
    if (isRecord(config)) return new LayerConfig(kind, config, ignored);
  }
  throw new LayersModelInvalidError(
    "this does not describe a model of layers",
    "the class_name Sequential, Model or Functional, and its config",
    typeof kind === "string" ? kind : typeof json,
  );
}

/** How the layers of a model hang together. */
export function topologyOf(config: LayerConfig): Topology {
  if (config.kind === "Sequential") return { kind: "sequential", layers: config.nestedList("layers") };
  const described = config.raw("layers");
  const layers = config.nestedList("layers").map((layer, i): GraphLayer => {
    const one: unknown = Array.isArray(described) ? described[i] : undefined;
    const nodes: unknown = isRecord(one) ? (one["inbound_nodes"] ?? []) : [];
    if (!Array.isArray(nodes)) throw malformed(layer, "inbound_nodes", nodes);
    return { config: layer, calls: nodes.map((node: unknown) => callOf(layer, node)) };
  });
  return {
    kind: "functional",
    layers,
    inputs: places(config, "input_layers"),
    outputs: places(config, "output_layers"),
  };
}

function places(config: LayerConfig, option: string): readonly TensorPlace[] {
  const value = config.raw(option);
  if (!Array.isArray(value)) throw malformed(config, option, value);
  // Keras 3 writes a single one without a list around it.
  const list: readonly unknown[] = typeof value[0] === "string" ? [value] : value;
  return list.map((one) => placeOf(one) ?? fail(malformed(config, option, one)));
}

/** `["dense_1", 0, 0]`, and in a call the further arguments of the layer. */
function placeOf(value: unknown): TensorPlace | null {
  if (!Array.isArray(value)) return null;
  const [layer, node, tensor]: readonly unknown[] = value;
  const isPlace = typeof layer === "string" && typeof node === "number" && typeof tensor === "number";
  return isPlace ? { layer, node, tensor } : null;
}

/** Keras 2 and TensorFlow.js list the tensors; Keras 3 the arguments, with the history of each tensor. */
function callOf(layer: LayerConfig, node: unknown): readonly TensorPlace[] {
  if (Array.isArray(node)) {
    return node.map((one: unknown) => {
      const place = placeOf(one) ?? fail(malformed(layer, "inbound_nodes", one));
      requireNoArguments(layer, Array.isArray(one) ? one[3] : undefined);
      return place;
    });
  }
  if (!isRecord(node)) throw malformed(layer, "inbound_nodes", node);
  requireNoArguments(layer, node["kwargs"]);
  return histories(node["args"]);
}

function histories(value: unknown): readonly TensorPlace[] {
  if (Array.isArray(value)) return value.flatMap(histories);
  const config = isRecord(value) ? value["config"] : undefined;
  const place = isRecord(config) ? placeOf(config["keras_history"]) : null;
  return place === null ? [] : [place];
}

/** Arguments that change nothing: whether it trains is said by the model as a whole. */
function requireNoArguments(layer: LayerConfig, given: unknown): void {
  for (const [name, value] of Object.entries(isRecord(given) ? given : {})) {
    if (value !== null && !(name === "mask" || name === "training")) {
      throw layer.unsupported(name, value, "a call without further arguments");
    }
  }
}

function malformed(layer: LayerConfig, option: string, value: unknown): LayersModelInvalidError {
  return new LayersModelInvalidError(
    `\`${option}\` of \`${layer.name}\` (${layer.kind}) is malformed`,
    '["layer", node, tensor]',
    JSON.stringify(value) ?? "nothing",
  );
}

function fail(error: Error): never {
  throw error;
}
