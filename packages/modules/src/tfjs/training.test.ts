import { moduleSymbol } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { losses, Model, nn, np, optimizers, random, setBackend, type Tensor } from "@elegy/core";
import { describe, expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model.ts";
import { difference, randomizeWeights, samples, tf, tfl, toTensorFlow } from "./tensor-flow.test-support.ts";
import { layersModelWeights, writeLayersModel } from "./write-layers-model.ts";

setBackend(cpu());
const { layers } = tfl;

const RATE = 0.05;
const STEPS = 10;
const BATCH = 4;

interface Named {
  readonly model: () => tfl.LayersModel;
  readonly x: Tensor;
}

const sequenceIds = random.randint(random.key(5), [STEPS * BATCH, 5], 1, 7);

const MODELS: Readonly<Record<string, Named>> = {
  "an MLP": {
    x: samples(1, [STEPS * BATCH, 4]),
    model: () =>
      tfl.sequential({
        layers: [
          layers.dense({ units: 8, activation: "tanh", inputShape: [4] }),
          layers.dense({ units: 3, activation: "softmax" }),
        ],
      }),
  },
  "a CNN with batch normalization": {
    x: samples(2, [STEPS * BATCH, 6, 6, 2]),
    model: () =>
      tfl.sequential({
        layers: [
          layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [6, 6, 2], padding: "same" }),
          layers.batchNormalization({ momentum: 0.9 }),
          layers.reLU(),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.flatten(),
          layers.dense({ units: 3, activation: "softmax" }),
        ],
      }),
  },
  "an LSTM": {
    x: samples(3, [STEPS * BATCH, 5, 2]),
    model: () =>
      tfl.sequential({
        layers: [
          layers.lstm({ units: 4, inputShape: [5, 2] }),
          layers.dense({ units: 3, activation: "softmax" }),
        ],
      }),
  },
  "an embedding": {
    x: sequenceIds,
    model: () =>
      tfl.sequential({
        layers: [
          layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 5 }),
          layers.globalAveragePooling1d({}),
          layers.dense({ units: 3, activation: "softmax" }),
        ],
      }),
  },
};

const labels = random.randint(random.key(9), [STEPS * BATCH], 0, 3);

function batch(x: Tensor, i: number): Tensor {
  return x.get(`${i * BATCH}:${(i + 1) * BATCH}`);
}

/** Trains a translation and then the model itself with the same batches. */
async function train({ model: make, x }: Named): Promise<{
  readonly model: tfl.LayersModel;
  readonly translated: Model;
  readonly module: ReturnType<typeof fromLayersModel>;
  readonly losses: readonly (readonly [ours: number, theirs: number])[];
}> {
  const model = make();
  randomizeWeights(model);
  const module = fromLayersModel(model);
  const y = nn.oneHot(labels, 3);
  const translated = new Model({
    module,
    loss: new losses.CategoricalCrossentropy(),
    optimizer: optimizers.sgd(RATE),
  });
  const { history } = await translated.fit({ x, y, epochs: 1, batchSize: BATCH, shuffle: false, verbose: 0 });
  model.compile({ optimizer: tf.train.sgd(RATE), loss: "categoricalCrossentropy" });
  let total = 0;
  for (let i = 0; i < STEPS; i++) {
    total += Number(await model.trainOnBatch(toTensorFlow(batch(x, i)), toTensorFlow(batch(y, i))));
  }
  return { model, translated, module, losses: [[history["loss"]![0]!, total / STEPS]] };
}

describe("ten steps of SGD are those of TensorFlow.js", () => {
  it.each(Object.entries(MODELS))("%s", async (_, named) => {
    const { model, translated, module, losses: pairs } = await train(named);
    for (const [ours, theirs] of pairs) expect(Math.abs(ours - theirs)).toBeLessThan(1e-5);
    const { netParams: params, netStates: states } = translated.states;
    const weights = await layersModelWeights(module, { params, states });
    weights.forEach(({ data }, i) => {
      expect(difference(data, model.getWeights()[i]!.dataSync())).toBeLessThan(1e-5);
    });
    const x = batch(named.x, 0);
    const expected = model.predict(toTensorFlow(x)) as tf.Tensor;
    expect(difference((await translated.predict({ x })).dataSync(), expected.dataSync())).toBeLessThan(1e-5);
  });
});

describe("the way back", () => {
  it("writes what was trained into the model", async () => {
    const { model, translated, module } = await train(MODELS["a CNN with batch normalization"]!);
    const x = batch(samples(7, [BATCH, 6, 6, 2]), 0);
    const { netParams: params, netStates: states } = translated.states;
    const before = tf.memory().numTensors;
    randomizeWeights(model);
    const kept = tf.memory().numTensors;
    await writeLayersModel(model, module, { params, states }, tf.tensor);
    // The tensors on the way are given back.
    expect(tf.memory().numTensors).toBe(kept);
    expect(before).toBeLessThanOrEqual(kept);
    const expected = await translated.predict({ x });
    expect(
      difference((model.predict(toTensorFlow(x)) as tf.Tensor).dataSync(), expected.dataSync()),
    ).toBeLessThan(1e-5);
  });

  it("refuses parameters of another model, and leaves the model as it was", async () => {
    const model = MODELS["an MLP"]!.model();
    const before = model.getWeights()[0]!.dataSync();
    const params = { dense: { kernel: np.ones([2, 2]) } };
    const writing = writeLayersModel(model, fromLayersModel(model), { params, states: {} }, tf.tensor);
    await expect(writing).rejects.toThrow(
      /`params` has no such `.*\.kernel`\. Expected f32\[4,8\]; received nothing/,
    );
    expect(model.getWeights()[0]!.dataSync()).toEqual(before);
  });
});

describe("weights that no optimizer changes", () => {
  it("are states: those of frozen layers too", async () => {
    const frozen = layers.dense({ units: 2, inputShape: [3], name: "frozen", trainable: false });
    const model = tfl.sequential({
      layers: [frozen, layers.batchNormalization({ name: "norm" }), layers.dense({ units: 1, name: "out" })],
    });
    const { params, states } = fromLayersModel(model)[moduleSymbol].init({
      rng: random.key(0),
      args: [np.ones([2, 3])],
    });
    expect(shapes(params)).toEqual({ norm: { gamma: [2], beta: [2] }, out: { kernel: [2, 1], bias: [1] } });
    expect(shapes(states)).toEqual({
      frozen: { kernel: [3, 2], bias: [2] },
      norm: { moving_mean: [2], moving_variance: [2] },
    });
  });

  it("stay as they are while others are trained", async () => {
    const model = tfl.sequential({
      layers: [
        layers.dense({ units: 2, inputShape: [4], name: "frozen" }),
        layers.dense({ units: 1, name: "out" }),
      ],
    });
    model.layers[0]!.trainable = false;
    const kernel = model.getWeights(false).map((one) => one.dataSync());
    const module = fromLayersModel(model);
    const translated = new Model({
      module,
      loss: new losses.MeanSquaredError(),
      optimizer: optimizers.sgd(0.1),
    });
    await translated.fit({ x: samples(1, [8, 4]), y: np.ones([8, 1]), verbose: 0 });
    const { netParams: params, netStates: states } = translated.states;
    const after = await layersModelWeights(module, { params, states });
    const changed = after.map(({ name, data }, i) => [name.split("/")[0], difference(data, kernel[i]!) > 0]);
    expect(changed).toEqual([
      ["out", true],
      ["out", true],
      ["frozen", false],
      ["frozen", false],
    ]);
  });
});

describe("dropout", () => {
  const module = fromLayersModel(
    tfl.sequential({ layers: [layers.dropout({ rate: 0.25, inputShape: [1000] })] }),
  );
  const call = { args: [np.ones([1, 1000])], params: {}, states: {} };
  const apply = (seed: number, training: boolean): Tensor =>
    module[moduleSymbol].apply({ ...call, training, rng: random.key(seed) }).preds as Tensor;

  it("drops while training, by the key alone", async () => {
    const [first, again, other] = [1, 1, 2].map((seed) => apply(seed, true).dataSync());
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const kept = Array.from(first!).filter((y) => y !== 0);
    expect(kept.length / 1000).toBeCloseTo(0.75, 1);
    for (const y of kept) expect(y).toBeCloseTo(4 / 3, 6);
    expect(difference(apply(1, false).dataSync(), np.ones([1000]).dataSync())).toBe(0);
  });
});

function shapes(tree: unknown): unknown {
  const { shape } = tree as { shape?: readonly number[] };
  if (shape) return [...shape];
  return Object.fromEntries(Object.entries(tree as object).map(([name, one]) => [name, shapes(one)]));
}
