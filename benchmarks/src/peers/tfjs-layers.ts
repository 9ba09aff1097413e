import * as tf from "@tensorflow/tfjs";
import type { LayerSpec, TrainCase } from "../cases/benchmark-case.ts";
import { type CaseArray, trainingBatch } from "../data/case-data.ts";
import { parameterArray } from "../data/parameter-array.ts";
import type { TrainWork } from "./peer-runner.ts";
import { tensor } from "./tfjs.ts";

interface Batches {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

/** `LayersModel.fit` of TensorFlow.js: one epoch over as many copies of the batch as there are steps. */
export function trainLayers({ input, layers, ...benchmark }: TrainCase): TrainWork {
  const [batchSize = 1, ...sample] = input;
  const model = tf.sequential({
    layers: [tf.layers.inputLayer({ inputShape: sample }), ...layers.map(layer), tf.layers.softmax()],
  });
  const weights = model.getWeights();
  model.setWeights(
    weights.map(({ shape }, i) => tensor(tf, parameterArray(shape, i, shape.length === 1 ? 0 : undefined))),
  );
  model.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy" });

  const [images, labels] = trainingBatch({ input, layers, ...benchmark });
  // Made once for each length: they are data, and no part of a step.
  const batches = new Map<number, Batches>();
  const batchesOf = (count: number): Batches => {
    const known = batches.get(count);
    if (known) return known;
    const made = {
      x: tensor(tf, repeated(images, count)),
      y: tf.oneHot(tensor(tf, repeated(labels, count)), 10),
    };
    batches.set(count, made);
    return made;
  };
  let last = Number.NaN;
  const row = async (count: number): Promise<void> => {
    const { x, y } = batchesOf(count);
    const { history } = await model.fit(x, y, { batchSize, epochs: 1, shuffle: false });
    last = Number(history["loss"]?.at(-1));
  };
  return { row, step: () => row(1), value: () => Promise.resolve(last) };
}

function layer(spec: LayerSpec): tf.layers.Layer {
  switch (spec.kind) {
    case "flatten":
      return tf.layers.flatten();
    case "dense":
      return tf.layers.dense({ units: spec.units, ...(spec.relu && { activation: "relu" }) });
    case "conv":
      return tf.layers.conv2d({
        filters: spec.channels,
        kernelSize: 3,
        strides: spec.stride,
        padding: "same",
        activation: "relu",
      });
    case "lstm":
      return tf.layers.lstm({ units: spec.units });
    case "meanOverTime":
      return tf.layers.globalAveragePooling1d({});
    case "transformer":
    case "resnet18":
      throw new Error(`TensorFlow.js has no layers for a ${spec.kind}.`);
  }
}

function repeated({ shape: [batch = 1, ...sample], data }: CaseArray, count: number): CaseArray {
  const all = new (data instanceof Int32Array ? Int32Array : Float32Array)(data.length * count);
  for (let i = 0; i < count; i++) all.set(data, i * data.length);
  return { shape: [batch * count, ...sample], data: all };
}
