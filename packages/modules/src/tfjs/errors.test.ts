import { cpu } from "@elegy/backend-cpu";
import { Model, np, setBackend } from "@elegy/core";
import { describe, expect, it } from "vitest";
import { fromLayersModel, type FromLayersModelOptions, type LayersModule } from "./from-layers-model.ts";
import { readLayersArtifacts } from "./read-layers-artifacts.ts";
import { LayersModelInvalidError, LayerUnsupportedError } from "./tfjs-errors.ts";

setBackend(cpu());

/** A model of one layer without weights. */
function one(kind: string, config: object, options?: FromLayersModelOptions): LayersModule {
  const layer = { class_name: kind, config: { name: "it", ...config } };
  return fromLayersModel(
    { topology: { class_name: "Sequential", config: { name: "net", layers: [layer] } }, weights: [] },
    options,
  );
}

describe("what has no translation", () => {
  it("is a layer of an unknown class, named with what there is", () => {
    expect(() => one("ConvLSTM2D", {})).toThrow(LayerUnsupportedError);
    expect(() => one("ConvLSTM2D", {})).toThrow(
      /^fromLayersModel: layer `it` \(ConvLSTM2D\): no layer of this class has a translation\. Expected Activation, Add, /,
    );
  });

  it.each<readonly [string, string, object, RegExp]>([
    [
      "an option that is not known",
      "Flatten",
      { spiral: true },
      /layer `it` \(Flatten\): the option `spiral` is not known\. Expected data_format/,
    ],
    [
      "an activation",
      "Activation",
      { activation: "wavy" },
      /`activation` is "wavy", which is no known activation\. Expected linear, relu, /,
    ],
    [
      "a stateful recurrent layer",
      "LSTM",
      { units: 1, stateful: true },
      /`stateful` is true, which has no translation\. Expected false/,
    ],
    [
      "recurrent dropout",
      "GRU",
      { units: 1, recurrent_dropout: 0.5 },
      /`recurrent_dropout` is 0\.5.*ignore: \["recurrentDropout"\]/,
    ],
    [
      "a regularizer",
      "Dense",
      { units: 1, kernel_regularizer: {} },
      /`kernel_regularizer` is not translated\. Expected none, or .*ignore: \["regularizers"\]/,
    ],
    [
      "a constraint",
      "Dense",
      { units: 1, bias_constraint: {} },
      /`bias_constraint` is not translated.*ignore: \["constraints"\]/,
    ],
    [
      "a padding",
      "Conv1D",
      { filters: 1, kernel_size: 1, padding: "causal" },
      /`padding` is "causal".*Expected valid or same/,
    ],
    [
      "a number of sizes",
      "Conv2D",
      { filters: 1, kernel_size: [1, 1, 1] },
      /`kernel_size` is \[1,1,1\].*Expected 2 numbers/,
    ],
    ["a missing option", "Dense", {}, /`units` is missing.*Expected a number/],
    ["a rate", "Dropout", { rate: 1 }, /`rate` is 1, which.*a rate in \[0, 1\)/],
    [
      "a cell",
      "RNN",
      { cell: { class_name: "MyCell", config: { name: "c" } } },
      /layer `c` \(MyCell\): no such cell.*LSTMCell/,
    ],
  ])("is %s", (_, kind, config, message) => {
    expect(() => one(kind, config)).toThrow(message);
  });

  it("may be ignored where it is said", () => {
    const dense = (options?: FromLayersModelOptions): LayersModule =>
      fromLayersModel(
        {
          topology: {
            class_name: "Sequential",
            config: {
              name: "net",
              layers: [
                {
                  class_name: "Dense",
                  config: {
                    name: "d",
                    units: 1,
                    use_bias: false,
                    kernel_regularizer: { class_name: "L1L2" },
                  },
                },
              ],
            },
          },
          weights: [{ name: "d/kernel", shape: [1, 1], dtype: "float32", data: Float32Array.of(1) }],
        },
        options,
      );
    expect(() => dense()).toThrow(LayerUnsupportedError);
    expect(dense({ ignore: ["regularizers"] }).weights).toHaveLength(1);
  });

  it("is an unknown option of the adapter", () => {
    const options = { ignored: ["regularizers"] } as FromLayersModelOptions;
    expect(() => one("Flatten", {}, options)).toThrow("there is no such option");
  });
});

describe("descriptions that are malformed", () => {
  const dense = { class_name: "Dense", config: { name: "d", units: 1 } };
  const topology = { class_name: "Sequential", config: { name: "net", layers: [dense] } };
  const kernel = { name: "d/kernel", shape: [1, 1], dtype: "float32", data: Float32Array.of(1) } as const;
  const bias = { name: "d/bias", shape: [1], dtype: "float32", data: Float32Array.of(1) } as const;

  it.each<readonly [string, () => unknown, RegExp]>([
    [
      "no model",
      () => fromLayersModel({ topology: { class_name: "Dense" }, weights: [] }),
      /does not describe a model of layers.*received Dense/,
    ],
    [
      "a missing weight",
      () => fromLayersModel({ topology, weights: [kernel] }),
      /layer `d` \(Dense\) has no weight `bias`.*received d\/kernel/,
    ],
    [
      "a weight too many",
      () => fromLayersModel({ topology, weights: [kernel, bias, { ...kernel, name: "e/kernel" }] }),
      /a weight belongs to no layer.*received e\/kernel/,
    ],
    [
      "two weights of one name",
      () => fromLayersModel({ topology, weights: [kernel, bias, { ...bias, name: "d/other/bias" }] }),
      /has several weights `bias`/,
    ],
    [
      "a graph model",
      () => readLayersArtifacts({ format: "graph-model", weightsManifest: [] }, new Uint8Array()),
      /no model\.json of layers.*received the format `graph-model`/,
    ],
    [
      "bytes that end too early",
      () =>
        readLayersArtifacts(
          { weightsManifest: [{ weights: [{ name: "w", shape: [2], dtype: "float32" }] }] },
          new Uint8Array(4),
        ),
      /the bytes end before `w` does\. Expected 8; received 4/,
    ],
    [
      "bytes left over",
      () => readLayersArtifacts({ weightsManifest: [] }, new Uint8Array(4)),
      /the weights do not fit the bytes\. Expected 0 bytes; received 4/,
    ],
    [
      "a dtype",
      () =>
        readLayersArtifacts(
          { weightsManifest: [{ weights: [{ name: "w", shape: [], dtype: "string" }] }] },
          new Uint8Array(),
        ),
      /an entry of the weightsManifest cannot be read/,
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(LayersModelInvalidError);
    expect(act).toThrow(message);
  });

  it("a tensor that no layer gives", () => {
    const config = {
      name: "net",
      layers: [{ class_name: "InputLayer", name: "in", config: { name: "in" }, inbound_nodes: [] }],
      input_layers: [["in", 0, 0]],
      output_layers: [["gone", 0, 0]],
    };
    expect(() => fromLayersModel({ topology: { class_name: "Functional", config }, weights: [] })).toThrow(
      /`net` \(Functional\) uses a tensor that no layer gives.*received call 0 of `gone`/,
    );
  });
});

describe("inputs that do not fit", () => {
  it("are of another shape than the model was built for", async () => {
    const module = one("Flatten", { batch_input_shape: [null, 2, 3] });
    await expect(new Model({ module }).init({ x: np.ones([4, 3, 2]) })).rejects.toThrow(
      "it: the input is of another shape than the model was built for. Expected [batch,2,3]; received f32[4,3,2].",
    );
  });
});
