import {
  ArgumentInvalidError,
  isTensor,
  type ModuleCarrier,
  type ModuleDescription,
  type ModuleOutput,
  moduleSymbol,
  np,
  type Tensor,
} from "@elegy/autodiff";
import { type Ignorable, isRecord } from "./layer-config.ts";
import type { LayersModelLike } from "./layers-model.ts";
import { inputNames, translate } from "./model/model-layer.ts";
import { modelConfig } from "./model/topology.ts";
import { readWeights } from "./read-weights.ts";
import { ModelRun, treeOf } from "./run-model.ts";
import type { NamedWeight, PlacedWeight } from "./weights.ts";
import { placeWeights } from "./weights.ts";

/** A model as it stands in a file: what `readLayersArtifacts` gives. */
export interface LayersArtifacts {
  /** `{ class_name, config }`, or what Keras wraps around it. */
  readonly topology: unknown;
  readonly weights: readonly NamedWeight[];
}

export interface FromLayersModelOptions {
  /**
   * What training with TensorFlow.js would do and training here shall not. Without it, a model that has one of these is
   * an error: `regularizers` and `constraints` of weights, and `recurrentDropout`.
   */
  readonly ignore?: readonly Ignorable[];
}

/** A TensorFlow.js model as a module, and where its weights were. */
export interface LayersModule extends ModuleCarrier {
  /** In the order of `model.getWeights()`. */
  readonly weights: readonly PlacedWeight[];
}

/**
 * A module that does what a `tf.LayersModel` does, with our own operations: it trains, is saved and exported as any
 * other, on any backend. The weights are copied; TensorFlow.js is used for reading alone and the model stays as it is.
 *
 * `params` and `states` are trees by the names of the layers, such as `dense_1.kernel`. Moving statistics, and weights
 * of layers with `trainable: false`, are states: no optimizer changes them.
 *
 * @param model a `tf.LayersModel` (sequential or functional), or the contents of a file from `readLayersArtifacts`.
 * @throws LayerUnsupportedError for a layer or an option without translation, by name.
 * @throws LayersModelInvalidError for a description that is malformed, or that the weights do not fit.
 * @example
 * ```ts
 * import { fromLayersModel } from "@elegy/modules/tfjs";
 *
 * // As `tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], name: "line" })] })`.
 * const topology = {
 *   class_name: "Sequential",
 *   config: { name: "net", layers: [{ class_name: "Dense", config: { name: "line", units: 1 } }] },
 * };
 * const weights = [
 *   { name: "line/kernel", shape: [2, 1], dtype: "float32", data: Float32Array.of(3, 4) },
 *   { name: "line/bias", shape: [1], dtype: "float32", data: Float32Array.of(5) },
 * ];
 * const model = new Model({ module: fromLayersModel({ topology, weights }) });
 * await model.init({ x: np.ones([1, 2]) });
 * await (await model.predict({ x: np.array([[1, 10]]) })).array(); // => [[48]]
 * ```
 */
export function fromLayersModel(
  model: LayersModelLike | LayersArtifacts,
  options: FromLayersModelOptions = {},
): LayersModule {
  const { topology, weights } =
    "topology" in model ? model : { topology: model.toJSON(null, false), weights: readWeights(model) };
  const config = modelConfig(topology, ignoredOf(options));
  const root = translate(config);
  const placed = placeWeights(root, weights);
  const names = inputNames(config);

  const tree = (kind: "params" | "states"): unknown =>
    treeOf(
      placed
        .filter((one) => one.tree === kind)
        .map(({ path, weight: { data, dtype, shape } }) => [path, np.array(data, { dtype, shape })]),
    );
  const run = (
    call: { rng: Tensor; training: boolean; params: unknown; states: unknown },
    args: readonly unknown[],
  ): ModuleDescription => {
    const running = new ModelRun(call);
    const inputs = inputsOf(config.name, names, args).map((tensor) => ({ tensor, mask: null }));
    const outputs = running.run(root, [], inputs).map(({ tensor }) => tensor);
    const preds: unknown = outputs.length === 1 ? outputs[0] : outputs;
    return { preds, params: call.params, states: running.states, layers: running.layers };
  };
  const begin = ({ rng, args }: { rng: Tensor; args: readonly unknown[] }): ModuleDescription => {
    const states = tree("states");
    return { ...run({ rng, params: tree("params"), states, training: true }, args), states };
  };
  const output = ({ preds, params, states }: ModuleOutput): ModuleOutput => ({ preds, params, states });
  return {
    weights: placed,
    [moduleSymbol]: {
      init: (call) => output(begin(call)),
      apply: ({ args, ...call }) => output(run(call, args)),
      summary: ({ args, initializing, ...call }) =>
        initializing ? begin({ ...call, args }) : run(call, args),
    },
  };
}

const IGNORABLE: ReadonlySet<string> = new Set<Ignorable>([
  "regularizers",
  "constraints",
  "recurrentDropout",
]);

function ignoredOf({ ignore = [], ...others }: FromLayersModelOptions): ReadonlySet<Ignorable> {
  const unknown = [...Object.keys(others), ...ignore.filter((one) => !IGNORABLE.has(one))];
  if (unknown.length === 0) return new Set(ignore);
  throw new ArgumentInvalidError({
    operation: "fromLayersModel",
    problem: "there is no such option",
    expected: `ignore: a list of ${[...IGNORABLE].join(", ")}`,
    received: unknown.join(", "),
  });
}

/** The inputs in the order of the model, which may be given by name. */
function inputsOf(model: string, names: readonly string[], args: readonly unknown[]): readonly Tensor[] {
  const [only] = args;
  const list =
    args.length === 1 && isRecord(only) && !isTensor(only) ? names.map((name) => only[name]) : args;
  if (list.every(isTensor)) return list;
  throw new ArgumentInvalidError({
    operation: model,
    problem: "the inputs are not tensors",
    expected: names.length > 1 ? `tensors, or an object with ${names.join(", ")}` : "a tensor",
    received: isRecord(only) ? `an object with ${Object.keys(only).join(", ")}` : typeof only,
  });
}
