import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moduleSymbol } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { losses, Model, np, optimizers, random, setBackend, type Tensor } from "@elegy/core";
import { describe, expect, it } from "vitest";
import { fromLayersModel, type LayersModule } from "./from-layers-model.ts";
import { readLayersArtifacts } from "./read-layers-artifacts.ts";

setBackend(cpu());

/** The model.json that Keras 2 exports: what is trained is wrapped around the model, and each entry has its group. */
const keras2 = {
  format: "layers-model",
  generatedBy: "keras v2.11.0",
  convertedBy: "TensorFlow.js Converter v4.22.0",
  modelTopology: {
    keras_version: "2.11.0",
    backend: "tensorflow",
    model_config: {
      class_name: "Functional",
      config: {
        name: "model",
        trainable: true,
        layers: [
          {
            class_name: "InputLayer",
            config: {
              batch_input_shape: [null, 2],
              dtype: "float32",
              sparse: false,
              ragged: false,
              name: "input_1",
            },
            name: "input_1",
            inbound_nodes: [],
          },
          {
            class_name: "Dense",
            config: {
              name: "dense",
              trainable: true,
              dtype: "float32",
              units: 2,
              activation: "relu",
              use_bias: true,
              kernel_initializer: { class_name: "GlorotUniform", config: { seed: null } },
              bias_initializer: { class_name: "Zeros", config: {} },
              kernel_regularizer: null,
              bias_regularizer: null,
              activity_regularizer: null,
              kernel_constraint: null,
              bias_constraint: null,
            },
            name: "dense",
            inbound_nodes: [[["input_1", 0, 0, {}]]],
          },
          {
            class_name: "Add",
            config: { name: "add", trainable: true, dtype: "float32" },
            name: "add",
            inbound_nodes: [
              [
                ["input_1", 0, 0, {}],
                ["dense", 0, 0, {}],
              ],
            ],
          },
        ],
        input_layers: [["input_1", 0, 0]],
        output_layers: [["add", 0, 0]],
      },
    },
    training_config: { loss: "mse" },
  },
  weightsManifest: [
    {
      paths: ["group1-shard1of1.bin"],
      weights: [
        { name: "dense/bias", shape: [2], dtype: "float32" },
        { name: "dense/kernel", shape: [2, 2], dtype: "float32" },
      ],
    },
  ],
};
/** bias [1, −1], kernel [[1, 2], [3, 4]], as the file has them. */
const base64 = "AACAPwAAgL8AAIA/AAAAQAAAQEAAAIBA";

/** The same from Keras 3: the calls are given by the histories of their tensors, and names begin with the model's. */
const keras3 = {
  format: "layers-model",
  modelTopology: {
    model_config: {
      class_name: "Functional",
      config: {
        name: "functional",
        trainable: true,
        layers: [
          {
            class_name: "InputLayer",
            config: { batch_shape: [null, 2], dtype: "float32", sparse: false, name: "input_layer" },
            name: "input_layer",
            inbound_nodes: [],
          },
          {
            class_name: "Dense",
            config: {
              name: "dense",
              trainable: true,
              dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" } },
              units: 2,
              activation: "relu",
              use_bias: true,
            },
            name: "dense",
            inbound_nodes: [{ args: [kerasTensor("input_layer")], kwargs: {} }],
          },
          {
            class_name: "Add",
            config: { name: "add", trainable: true },
            name: "add",
            inbound_nodes: [{ args: [[kerasTensor("input_layer"), kerasTensor("dense")]], kwargs: {} }],
          },
        ],
        input_layers: ["input_layer", 0, 0],
        output_layers: ["add", 0, 0],
      },
    },
  },
  weightsManifest: [
    {
      paths: ["group1-shard1of1.bin"],
      weights: keras2.weightsManifest[0]!.weights.map((weight) => ({
        ...weight,
        name: `functional/${weight.name}`,
      })),
    },
  ],
};

function kerasTensor(layer: string): object {
  return {
    class_name: "__keras_tensor__",
    config: { shape: [null, 2], dtype: "float32", keras_history: [layer, 0, 0] },
  };
}

const bytes = Uint8Array.from(Buffer.from(base64, "base64"));

async function predict(module: LayersModule, x: Tensor): Promise<unknown> {
  const model = new Model({ module });
  await model.init({ x });
  return (await model.predict({ x })).array();
}

describe("a model.json without TensorFlow.js", () => {
  const x = np
    .array([
      [1, 2],
      [-1, 0],
    ])
    .astype("float32");
  // x + relu(x·kernel + bias)
  const expected = [
    [1 + 8, 2 + 9],
    [-1 + 0, 0 + 0],
  ];

  it.each([
    ["of Keras 2", keras2],
    ["of Keras 3", keras3],
  ])("%s predicts", async (_, file) => {
    expect(await predict(fromLayersModel(readLayersArtifacts(file, bytes)), x)).toEqual(expected);
  });

  it("reads quantized weights", () => {
    const [entry] = keras2.weightsManifest;
    const weights = entry!.weights.map((weight) => ({
      ...weight,
      quantization: { dtype: "uint8", scale: 0.5, min: -1, original_dtype: "float32" },
    }));
    const file = { ...keras2, weightsManifest: [{ ...entry, weights }] };
    const [bias, kernel] = readLayersArtifacts(file, Uint8Array.of(0, 1, 2, 3, 4, 255)).weights;
    expect([...bias!.data]).toEqual([-1, -0.5]);
    expect([...kernel!.data]).toEqual([0, 0.5, 1, 126.5]);
  });

  it("takes inputs by name", () => {
    const { init } = fromLayersModel(readLayersArtifacts(keras2, bytes))[moduleSymbol];
    const rng = random.key(0);
    expect((init({ rng, args: [{ input_1: x }] }).preds as Tensor).dataSync()).toEqual(
      Float32Array.from(expected.flat()),
    );
    expect(() => init({ rng, args: [{ input_2: x }] })).toThrow("model: the inputs are not tensors");
  });
});

describe("a translated model", () => {
  const module = fromLayersModel(readLayersArtifacts(keras2, bytes));
  const x = np
    .array([
      [1, 2],
      [3, 1],
    ])
    .astype("float32");
  const make = (): Model =>
    new Model({ module, loss: new losses.MeanSquaredError(), optimizer: optimizers.sgd(0.01) });

  it("is saved and loaded", async () => {
    const folder = await mkdtemp(join(tmpdir(), "layers-"));
    try {
      const model = make();
      await model.fit({ x, y: np.ones([2, 2]), epochs: 2, verbose: 0 });
      await model.save(folder);
      const loaded = make();
      await loaded.load(folder);
      expect(await (await loaded.predict({ x })).array()).toEqual(await (await model.predict({ x })).array());
      expect(await predict(module, x)).not.toEqual(await (await model.predict({ x })).array());
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("has a summary with a row for each layer", async () => {
    const rows = await make().summary({ x, print: false });
    expect(rows.map(({ name, type, shape, trainable }) => [name, type, shape, trainable.count])).toEqual([
      ["Inputs", undefined, "f32[2,2]", 0],
      ["dense", "Dense", "f32[2,2]", 6],
      ["add", "Add", "f32[2,2]", 0],
      ["*", "Functional", "f32[2,2]", 0],
      ["Total", undefined, "", 6],
    ]);
  });
});
