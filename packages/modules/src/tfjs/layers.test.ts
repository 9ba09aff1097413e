import { cpu } from "@elegy/backend-cpu";
import { jit, np, random, setBackend, type Tensor } from "@elegy/core";
import { moduleSymbol } from "@elegy/autodiff";
import { describe, expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model.ts";
import { difference, randomizeWeights, samples, tfl, toTensorFlow } from "./tensor-flow.test-support.ts";

setBackend(cpu());
const { layers } = tfl;

type Layer = tfl.layers.Layer;
type Case = readonly [name: string, make: () => Layer | Layer[], inputShape: readonly number[]];

/** What TensorFlow.js predicts with random weights, and what the translation does, eagerly and compiled. */
function requireSame(model: tfl.LayersModel, inputs: readonly Tensor[]): void {
  randomizeWeights(model);
  const expected = [model.predict(inputs.map(toTensorFlow))].flat();
  const module = fromLayersModel(model)[moduleSymbol];
  const rng = random.key(0);
  const { params, states } = module.init({ rng, args: inputs });
  const predict = (p: unknown, s: unknown, args: readonly Tensor[]): Tensor[] =>
    [module.apply({ rng, params: p, states: s, args, training: false }).preds].flat() as Tensor[];
  for (const got of [predict(params, states, inputs), jit(predict)(params, states, inputs)]) {
    expect(got.map(({ shape }) => [...shape])).toEqual(expected.map(({ shape }) => shape));
    got.forEach((tensor, i) => {
      expect(difference(tensor.astype("float32").dataSync(), expected[i]!.dataSync())).toBeLessThan(1e-5);
    });
  }
}

const ACTIVATIONS = [
  "linear",
  "relu",
  "relu6",
  "elu",
  "selu",
  "sigmoid",
  "hardSigmoid",
  "softplus",
  "softsign",
  "tanh",
  "softmax",
  "logSoftmax",
  "gelu",
  "gelu_new",
  "mish",
  "swish",
] as const;

const image = [6, 7, 3];
const sequence = [5, 3];

const CASES: readonly Case[] = [
  ...ACTIVATIONS.map((activation): Case => [
    `activation ${activation}`,
    () => layers.activation({ activation: activation as "relu" }),
    [4, 3],
  ]),
  ["dense", () => layers.dense({ units: 4, activation: "tanh" }), [3]],
  ["dense of a sequence, without bias", () => layers.dense({ units: 4, useBias: false }), [2, 3]],
  ["dropout", () => layers.dropout({ rate: 0.5 }), [3]],
  ["spatial dropout", () => layers.spatialDropout1d({ rate: 0.5 }), sequence],
  ["Gaussian noise", () => layers.gaussianNoise({ stddev: 1 }), [3]],
  ["Gaussian dropout", () => layers.gaussianDropout({ rate: 0.5 }), [3]],
  ["alpha dropout", () => layers.alphaDropout({ rate: 0.5 }), [3]],
  ["flatten", () => layers.flatten(), image],
  ["flatten, channels first", () => layers.flatten({ dataFormat: "channelsFirst" }), image],
  ["reshape", () => layers.reshape({ targetShape: [7, 9, 2] }), image],
  ["reshape to what is left", () => layers.reshape({ targetShape: [-1, 9] }), image],
  ["permute", () => layers.permute({ dims: [3, 1, 2] }), image],
  ["repeat", () => layers.repeatVector({ n: 3 }), [4]],
  ["rescaling", () => layers.rescaling({ scale: 0.5, offset: 2 }), image],
  [
    "conv1d",
    () => layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
    sequence,
  ],
  ["conv1d, dilated", () => layers.conv1d({ filters: 4, kernelSize: 2, dilationRate: 2 }), sequence],
  [
    "conv2d",
    () => layers.conv2d({ filters: 4, kernelSize: [3, 2], strides: [2, 1], padding: "same" }),
    image,
  ],
  [
    "conv2d, valid and dilated",
    () => layers.conv2d({ filters: 4, kernelSize: 2, dilationRate: 2, useBias: false }),
    image,
  ],
  [
    "conv2d, channels first",
    () => layers.conv2d({ filters: 4, kernelSize: 3, dataFormat: "channelsFirst" }),
    [3, 6, 7],
  ],
  ["conv3d", () => layers.conv3d({ filters: 2, kernelSize: 2, strides: 2, padding: "same" }), [5, 4, 4, 2]],
  [
    "conv2dTranspose",
    () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
    image,
  ],
  [
    "conv2dTranspose, valid",
    () => layers.conv2dTranspose({ filters: 2, kernelSize: [2, 3], strides: [3, 1], padding: "valid" }),
    image,
  ],
  [
    "conv3dTranspose",
    () => layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
    [2, 3, 2, 2],
  ],
  [
    "depthwiseConv2d",
    () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: "same" }),
    image,
  ],
  [
    "depthwiseConv2d, strided",
    () => layers.depthwiseConv2d({ kernelSize: 2, strides: 2, useBias: false }),
    image,
  ],
  [
    "separableConv2d",
    () => layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: "same" }),
    image,
  ],
  [
    "cropping",
    () =>
      layers.cropping2D({
        cropping: [
          [1, 2],
          [0, 3],
        ],
      }),
    image,
  ],
  ["upsampling", () => layers.upSampling2d({ size: [2, 3] }), image],
  ["upsampling, bilinear", () => layers.upSampling2d({ size: [2, 3], interpolation: "bilinear" }), image],
  [
    "zero padding",
    () =>
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    image,
  ],
  ["zero padding, one number", () => layers.zeroPadding2d({ padding: 1 }), image],
  ["maxPooling1d", () => layers.maxPooling1d({ poolSize: 2 }), sequence],
  ["averagePooling1d", () => layers.averagePooling1d({ poolSize: 3, strides: 1, padding: "same" }), sequence],
  ["maxPooling2d", () => layers.maxPooling2d({ poolSize: [2, 3], padding: "same" }), image],
  ["maxPooling2d, strided", () => layers.maxPooling2d({ poolSize: 3, strides: 2 }), image],
  ["averagePooling2d", () => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }), image],
  [
    "averagePooling2d, channels first",
    () => layers.averagePooling2d({ poolSize: 2, dataFormat: "channelsFirst" }),
    image,
  ],
  ["maxPooling3d", () => layers.maxPooling3d({ poolSize: 2 }), [4, 4, 4, 2]],
  ["averagePooling3d", () => layers.averagePooling3d({ poolSize: 2 }), [4, 4, 4, 2]],
  ["globalMaxPooling1d", () => layers.globalMaxPooling1d(), sequence],
  ["globalAveragePooling1d", () => layers.globalAveragePooling1d({}), sequence],
  ["globalMaxPooling2d", () => layers.globalMaxPooling2d({}), image],
  [
    "globalAveragePooling2d, channels first",
    () => layers.globalAveragePooling2d({ dataFormat: "channelsFirst" }),
    image,
  ],
  ["batchNormalization", () => layers.batchNormalization(), image],
  [
    "batchNormalization, center alone",
    () => layers.batchNormalization({ scale: false, epsilon: 0.1 }),
    image,
  ],
  ["layerNormalization", () => layers.layerNormalization(), image],
  [
    "layerNormalization over two axes",
    () => layers.layerNormalization({ axis: [1, 2], center: false }),
    [3, 4],
  ],
  ["reLU", () => layers.reLU(), [4]],
  ["reLU up to 0.5", () => layers.reLU({ maxValue: 0.5 }), [4]],
  ["leakyReLU", () => layers.leakyReLU({ alpha: 0.2 }), [4]],
  ["prelu", () => layers.prelu(), [2, 3]],
  ["prelu with a shared axis", () => layers.prelu({ sharedAxes: [1] }), [2, 3]],
  ["elu", () => layers.elu(), [4]],
  ["thresholdedReLU", () => layers.thresholdedReLU({ theta: 0.4 }), [4]],
  ["softmax", () => layers.softmax({ axis: -1 }), [3, 4]],
  ["softmax over two axes", () => layers.softmax({ axis: [1, 2] as unknown as number }), [3, 4]],
  ["simpleRNN", () => layers.simpleRNN({ units: 4 }), sequence],
  [
    "simpleRNN of all steps, backwards",
    () => layers.simpleRNN({ units: 4, returnSequences: true, goBackwards: true }),
    sequence,
  ],
  ["lstm", () => layers.lstm({ units: 4 }), sequence],
  [
    "lstm with options",
    () =>
      layers.lstm({
        units: 4,
        recurrentActivation: "sigmoid",
        activation: "relu",
        useBias: false,
        returnSequences: true,
      }),
    sequence,
  ],
  ["gru", () => layers.gru({ units: 4 }), sequence],
  [
    "gru of all steps, backwards",
    () => layers.gru({ units: 4, recurrentActivation: "sigmoid", goBackwards: true, returnSequences: true }),
    sequence,
  ],
  ["rnn of one cell", () => layers.rnn({ cell: layers.lstmCell({ units: 2 }) }), sequence],
  [
    "rnn of cells one over the other",
    () =>
      layers.rnn({
        cell: [
          layers.gruCell({ units: 2 }),
          layers.lstmCell({ units: 3 }),
          layers.simpleRNNCell({ units: 4 }),
        ],
        goBackwards: true,
        returnSequences: true,
      }),
    sequence,
  ],
  ...(["concat", "sum", "ave", "mul"] as const).map((mergeMode): Case => [
    `bidirectional, ${mergeMode}`,
    () =>
      layers.bidirectional({
        layer: layers.lstm({ units: 2, returnSequences: true }),
        mergeMode,
      }),
    sequence,
  ]),
  [
    "bidirectional, the last step",
    () => layers.bidirectional({ layer: layers.gru({ units: 2 }), mergeMode: "concat" }),
    sequence,
  ],
  ["timeDistributed", () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }), sequence],
  [
    "timeDistributed of a convolution",
    () => layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: 2 }) }),
    [2, ...image],
  ],
  [
    "masking before a recurrent layer",
    () => [layers.masking({ maskValue: 0 }), layers.lstm({ units: 3, returnSequences: true })],
    sequence,
  ],
  [
    "masking through other layers",
    () => [
      layers.masking({ maskValue: 0 }),
      layers.dense({ units: 3 }),
      layers.bidirectional({ layer: layers.gru({ units: 3 }), mergeMode: "sum" }),
    ],
    sequence,
  ],
];

describe("a layer predicts as in TensorFlow.js", () => {
  it.each(CASES)("%s", (_, make, inputShape) => {
    const model = tfl.sequential();
    model.add(layers.inputLayer({ inputShape: [...inputShape] }));
    for (const layer of [make()].flat()) model.add(layer);
    const x = samples(1, [2, ...inputShape]);
    // Some steps are masked in the tests of masks; elsewhere zeros are as good as others.
    const kept = inputShape === sequence ? x.at(1, "2:4").set(0) : x;
    requireSame(model, [kept]);
  });

  it("embedding, with zeros that do not count", () => {
    const model = tfl.sequential({
      layers: [
        layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true, inputLength: 4 }),
        layers.gru({ units: 2 }),
      ],
    });
    requireSame(model, [
      np
        .array([
          [1, 2, 0, 0],
          [4, 3, 1, 0],
        ])
        .astype("int32"),
    ]);
  });
});

describe("layers of several inputs predict as in TensorFlow.js", () => {
  const two = [samples(1, [2, 3, 4]), samples(2, [2, 3, 4])];
  it.each<readonly [string, () => Layer, readonly Tensor[]]>([
    ["add", () => layers.add(), [...two, samples(3, [2, 3, 4])]],
    ["add of different ranks", () => layers.add(), [two[0]!, samples(3, [2, 4])]],
    ["multiply", () => layers.multiply(), two],
    ["average", () => layers.average(), [...two, samples(3, [2, 3, 4])]],
    ["maximum", () => layers.maximum(), two],
    ["minimum", () => layers.minimum(), two],
    ["concatenate", () => layers.concatenate({ axis: 1 }), two],
    ["dot of vectors", () => layers.dot({ axes: -1 }), [samples(1, [2, 4]), samples(2, [2, 4])]],
    [
      "dot, normalized",
      () => layers.dot({ axes: 1, normalize: true }),
      [samples(1, [2, 4]), samples(2, [2, 4])],
    ],
    ["dot of matrices", () => layers.dot({ axes: [2, 1] }), [samples(1, [2, 3, 4]), samples(2, [2, 4, 5])]],
    ["dot over the last axes", () => layers.dot({ axes: 2 }), two],
  ])("%s", (_, make, xs) => {
    const inputs = xs.map(({ shape }) => tfl.input({ shape: shape.slice(1) }));
    requireSame(tfl.model({ inputs, outputs: make().apply(inputs) as tfl.SymbolicTensor }), xs);
  });
});

describe("graphs predict as in TensorFlow.js", () => {
  it("a layer in two places, and two outputs", () => {
    const input = tfl.input({ shape: [3] });
    const shared = layers.dense({ units: 3, activation: "tanh" });
    const once = shared.apply(input) as tfl.SymbolicTensor;
    const twice = shared.apply(once) as tfl.SymbolicTensor;
    const outputs = [layers.concatenate().apply([once, twice]) as tfl.SymbolicTensor, twice];
    requireSame(tfl.model({ inputs: input, outputs }), [samples(1, [2, 3])]);
  });

  it("models inside of models, with layers of one name", () => {
    const inner = (): tfl.LayersModel => {
      const input = tfl.input({ shape: [3] });
      const hidden = layers.dense({ units: 3, name: "same" }).apply(input) as tfl.SymbolicTensor;
      return tfl.model({
        inputs: input,
        outputs: layers.batchNormalization({ name: "norm" }).apply(hidden) as tfl.SymbolicTensor,
      });
    };
    const model = tfl.sequential({ layers: [layers.dense({ units: 3, inputShape: [3] })] });
    model.add(inner());
    model.add(layers.dense({ units: 2 }));
    requireSame(model, [samples(1, [2, 3])]);
  });

  it("states of one recurrent layer that begin another", () => {
    const input = tfl.input({ shape: [4, 2] });
    const [encoded, ...state] = layers
      .lstm({ units: 3, returnState: true, returnSequences: true })
      .apply(input) as tfl.SymbolicTensor[];
    const decoded = layers.lstm({ units: 3 }).apply(encoded!, { initialState: state }) as tfl.SymbolicTensor;
    requireSame(tfl.model({ inputs: input, outputs: decoded }), [samples(1, [2, 4, 2])]);
  });

  it("several inputs", () => {
    const [a, b] = [tfl.input({ shape: [3] }), tfl.input({ shape: [2] })];
    const outputs = layers
      .dense({ units: 2 })
      .apply(layers.concatenate().apply([a, b])) as tfl.SymbolicTensor;
    requireSame(tfl.model({ inputs: [a, b], outputs }), [samples(1, [2, 3]), samples(2, [2, 2])]);
  });
});
