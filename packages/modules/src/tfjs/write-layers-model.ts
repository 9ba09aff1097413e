import { ArgumentInvalidError, formatSpec } from "@elegy/autodiff";
import type { LayersModule } from "./from-layers-model.ts";
import type { TensorMaker, WritableLayersModel } from "./layers-model.ts";
import { tensorAt } from "./run-model.ts";
import type { NamedWeight } from "./weights.ts";

/** What training made of a model: its `netParams` and `netStates`. */
export interface TrainedWeights {
  readonly params: unknown;
  readonly states: unknown;
}

/**
 * The weights of a trained module, as `tf.LayersModel.getWeights()` orders them.
 *
 * @throws ArgumentInvalidError if one is missing or of another shape.
 * @example
 * ```ts
 * import { fromLayersModel, layersModelWeights } from "@elegy/modules/tfjs";
 *
 * const topology = {
 *   class_name: "Sequential",
 *   config: { name: "net", layers: [{ class_name: "Dense", config: { name: "line", units: 1, use_bias: false } }] },
 * };
 * const kernel = { name: "line/kernel", shape: [1, 1], dtype: "float32", data: Float32Array.of(2) };
 * const module = fromLayersModel({ topology, weights: [kernel] });
 * const params = { line: { kernel: np.array([[3]]).astype("float32") } };
 * const [{ name, data }] = await layersModelWeights(module, { params, states: {} });
 * [name, data[0]]; // => ["line/kernel",3]
 * ```
 */
export async function layersModelWeights(
  module: LayersModule,
  trained: TrainedWeights,
): Promise<readonly NamedWeight[]> {
  return Promise.all(
    module.weights.map(async ({ weight, path, tree }) => {
      const tensor = tensorAt(trained[tree], path);
      const fits =
        tensor?.ndim === weight.shape.length && tensor.shape.every((size, i) => size === weight.shape[i]);
      if (tensor === undefined || !fits || tensor.dtype !== weight.dtype) {
        throw new ArgumentInvalidError({
          operation: "layersModelWeights",
          problem: `\`${tree}\` has no such \`${path.join(".")}\``,
          expected: formatSpec(weight),
          received: tensor === undefined ? "nothing at that path" : formatSpec(tensor.spec),
        });
      }
      return { ...weight, data: await tensor.data() };
    }),
  );
}

/**
 * Sets the weights of a `tf.LayersModel` to what training made of them, to go on with TensorFlow.js or to save it in its
 * format.
 *
 * @param tensor `tf.tensor`.
 * @throws ArgumentInvalidError if a weight is missing or of another shape; then the model is as it was.
 * @example
 * ```ts
 * import { fromLayersModel, writeLayersModel } from "@elegy/modules/tfjs";
 *
 * const config = { name: "out", units: 1, use_bias: false, batch_input_shape: [null, 2] };
 * const topology = { class_name: "Sequential", config: { layers: [{ class_name: "Dense", config }] } };
 * const weights = [{ name: "out/kernel", shape: [2, 1], dtype: "float32", data: Float32Array.of(1, 2) }];
 * const module = fromLayersModel({ topology, weights });
 * // What a `tf.LayersModel` and `tf.tensor` do here:
 * const tfModel = { setWeights: (tensors) => (tfModel.kernel = tensors[0].data), kernel: null };
 * const tensor = (data, shape) => ({ data: [...data], shape, dispose() {} });
 * const params = { out: { kernel: np.array([[3], [4]]).astype("float32") } };
 * await writeLayersModel(tfModel, module, { params, states: {} }, tensor);
 * tfModel.kernel; // => [3,4]
 * ```
 */
export async function writeLayersModel<T extends { dispose(): void }>(
  model: WritableLayersModel<T>,
  module: LayersModule,
  trained: TrainedWeights,
  tensor: TensorMaker<T>,
): Promise<void> {
  const weights = await layersModelWeights(module, trained);
  const tensors = weights.map(({ data, shape, dtype }) => {
    if (dtype === "float32" || dtype === "int32" || dtype === "bool") return tensor(data, [...shape], dtype);
    throw new Error("weights have the dtypes that were read");
  });
  model.setWeights(tensors);
  for (const one of tensors) one.dispose();
}
