import type { LayerConfig } from "../layer-config.ts";
import { LayersModelInvalidError } from "../tfjs-errors.ts";
import type { LayerScope, Part, TranslatedLayer, Value } from "../translated-layer.ts";
import { translateLayer } from "../translations.ts";
import { requireInput } from "./require-input.ts";
import { type GraphLayer, isModelKind, type TensorPlace, topologyOf } from "./topology.ts";

/**
 * A layer or a model, which is a layer too.
 *
 * @throws LayerUnsupportedError for what has no translation.
 */
export function translate(config: LayerConfig): Part {
  if (!isModelKind(config.kind)) return translateLayer(config, translate);
  const topology = topologyOf(config);
  const model = topology.kind === "sequential" ? sequential(topology.layers) : functional(config, topology);
  return { ...model, kind: config.kind, names: [config.name], trainable: config.trainable };
}

function isInput(config: LayerConfig): boolean {
  return config.kind === "InputLayer";
}

function sequential(configs: readonly LayerConfig[]): TranslatedLayer {
  const parts = configs
    .filter((config) => !isInput(config))
    .map((config): [string, Part] => [config.name, translate(config)]);
  const [first] = configs;
  return {
    params: [],
    states: [],
    parts: Object.fromEntries(parts),
    call(scope, inputs) {
      if (first !== undefined) inputs.forEach(({ tensor }) => requireInput(first, tensor));
      return parts.reduce((values, [name]) => scope.run(name, values), inputs);
    },
  };
}

/** The layers of a graph, and where its tensors come from. */
interface Graph {
  readonly layers: readonly GraphLayer[];
  readonly inputs: readonly TensorPlace[];
  readonly outputs: readonly TensorPlace[];
}

/** The inputs of a model by name, in their order. */
export function inputNames(config: LayerConfig): readonly string[] {
  const topology = topologyOf(config);
  return topology.kind === "sequential" ? [] : topology.inputs.map(({ layer }) => layer);
}

function functional(config: LayerConfig, graph: Graph): TranslatedLayer {
  const byName = new Map(graph.layers.map((layer) => [layer.config.name, layer]));
  const parts = graph.layers
    .filter((layer) => !isInput(layer.config))
    .map((layer): [string, Part] => [layer.config.name, translate(layer.config)]);
  const order = callOrder(config, graph, byName);
  return {
    params: [],
    states: [],
    parts: Object.fromEntries(parts),
    call(scope, inputs) {
      if (inputs.length !== graph.inputs.length) {
        throw new LayersModelInvalidError(
          `\`${config.name}\` was called with another number of inputs`,
          `${graph.inputs.length}: ${graph.inputs.map(({ layer }) => layer).join(", ")}`,
          `${inputs.length}`,
        );
      }
      return runGraph(scope, graph, byName, order, inputs);
    },
  };
}

function runGraph(
  scope: LayerScope,
  graph: Graph,
  byName: ReadonlyMap<string, GraphLayer>,
  order: readonly Call[],
  inputs: readonly Value[],
): readonly Value[] {
  const values = new Map<string, readonly Value[]>();
  graph.inputs.forEach((place, i) => {
    requireInput(byName.get(place.layer)!.config, inputs[i]!.tensor);
    values.set(callKey(place), [inputs[i]!]);
  });
  const at = (place: TensorPlace): Value => values.get(callKey(place))![place.tensor]!;
  for (const { layer, node, tensors } of order) {
    values.set(callKey({ layer, node }), scope.run(layer, tensors.map(at)));
  }
  return graph.outputs.map(at);
}

/** One call of a layer. */
interface Call {
  readonly layer: string;
  readonly node: number;
  readonly tensors: readonly TensorPlace[];
}

function callKey({ layer, node }: { readonly layer: string; readonly node: number }): string {
  return `${node} ${layer}`;
}

/** The calls that the outputs need, each after what it needs itself. */
function callOrder(
  config: LayerConfig,
  graph: Graph,
  byName: ReadonlyMap<string, GraphLayer>,
): readonly Call[] {
  const order: Call[] = [];
  const seen = new Set(graph.inputs.map(callKey));
  const visit = (place: TensorPlace): void => {
    if (seen.has(callKey(place))) return;
    seen.add(callKey(place));
    const { layer, node } = place;
    const tensors = byName.get(layer)?.calls[node];
    if (tensors === undefined || tensors.length === 0) {
      throw new LayersModelInvalidError(
        `\`${config.name}\` (${config.kind}) uses a tensor that no layer gives`,
        `one of ${[...byName.keys()].join(", ")}`,
        `call ${node} of \`${layer}\``,
      );
    }
    tensors.forEach(visit);
    order.push({ layer, node, tensors });
  };
  graph.outputs.forEach(visit);
  return order;
}
