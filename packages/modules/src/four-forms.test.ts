import { nn, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import {
  type FunctionContext,
  losses,
  metrics,
  Model,
  optimizers,
  outputStates,
  type StepInputs,
  type TestStep,
} from "@elegy/core";
import { layer, Linear, type Scope, Sequential } from "@elegy/nn";
import { expect, it } from "vitest";
import { fromLinen, fromStax, fromTransform, fromTransformWithState } from "./index.ts";
import { fromLayersModel } from "./tfjs/index.ts";
import { tfl, toTensorFlow } from "./tfjs/tensor-flow.test-support.ts";

setBackend(cpu());

const COUNT = 40;
const x = np.array(
  Uint8Array.from(
    { length: COUNT * 16 },
    (_, i) => (i * 37 + (i % 16 === Math.floor(i / 16) % 10 ? 90 : 0)) % 256,
  ),
  { shape: [COUNT, 4, 4] },
);
const y = Uint8Array.from({ length: COUNT }, (_, i) => i % 10);

const w = (): Tensor => random.uniform(random.key(42), [16, 10]);
const b = (): Tensor => random.uniform(random.key(69), [10]);
const flat = (images: Tensor): Tensor => images.reshape([images.shape[0] ?? 0, -1]).div(255);
const linear = (images: Tensor, weights: readonly [Tensor, Tensor]): Tensor =>
  np.dot(flat(images), weights[0]).add(weights[1]);

/** The example of the README: its own `testStep`, with a bias for each class, as layers have. */
class LinearClassifier extends Model {
  override testStep({ x: images, yTrue, states, initializing }: StepInputs): TestStep {
    const weights = initializing ? [w(), b()] : states.netParams;
    const logits = linear(images, weights);
    const loss = np.mean(np.sum(nn.oneHot(yTrue, 10).mul(nn.logSoftmax(logits)), { axis: -1 }).neg());
    const accuracy = np.mean(np.argmax(logits, { axis: -1 }).equal(yTrue));
    return [loss, { accuracy, loss }, states.update({ netParams: weights })];
  }
}

const optimizer = () => optimizers.adam(1e-2);
const withModule = (module: NonNullable<Model["module"]>): Model =>
  new Model({
    module,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy({ name: "accuracy" }),
    optimizer: optimizer(),
  });

// The same classifier in every form: a framework's form is one line more.
const FORMS: readonly (readonly [string, Model])[] = [
  [
    "plain function",
    withModule((images: Tensor, { initializing, params }: FunctionContext) => {
      const weights = initializing ? [w(), b()] : params;
      return outputStates({ preds: linear(images, weights), params: weights });
    }),
  ],
  ["@elegy/nn, layers of the library", withModule(Sequential(flat, Linear(10, { wInit: w, bInit: b })))],
  [
    "@elegy/nn, a layer of one's own",
    withModule(
      layer("Classifier", {}, (self: Scope, images: Tensor) =>
        linear(images, [self.param("w", w, [16, 10]), self.param("b", b, [10])]),
      ),
    ),
  ],
  [
    "init/apply pair, Linen",
    withModule(
      fromLinen(
        {
          init: () => ({ params: { w: w(), b: b() } }),
          apply: ({ params }: { params: { w: Tensor; b: Tensor } }, images: Tensor) =>
            linear(images, [params.w, params.b]),
        },
        { mutable: false },
      ),
    ),
  ],
  [
    "init/apply pair, Haiku",
    withModule(
      fromTransform({
        init: () => [w(), b()],
        apply: (weights: [Tensor, Tensor], _: Tensor, images: Tensor) => linear(images, weights),
      }),
    ),
  ],
  [
    "init/apply pair, Haiku with state",
    withModule(
      fromTransformWithState({
        init: () => [[w(), b()], null],
        apply: (weights: [Tensor, Tensor], state: null, _: Tensor, images: Tensor) => [
          linear(images, weights),
          state,
        ],
      }),
    ),
  ],
  [
    "init/apply pair, Stax",
    withModule(
      fromStax([
        (_, [batch]: readonly number[]) => [
          [batch, 10],
          [w(), b()],
        ],
        (weights: [Tensor, Tensor], images: Tensor) => linear(images, weights),
      ]),
    ),
  ],
  ["TensorFlow.js model", withModule(fromLayersModel(tensorFlowModel()))],
];

function tensorFlowModel(): tfl.LayersModel {
  const { layers } = tfl;
  const model = tfl.sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [4, 4] }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ],
  });
  model.setWeights([toTensorFlow(w()), toTensorFlow(b())]);
  return model;
}

const TRAIN = 28;
const historyOf = async (model: Model): Promise<Readonly<Record<string, readonly number[]>>> => {
  const { history } = await model.fit({
    x: x.at(`:${TRAIN}`).get(),
    y: y.slice(0, TRAIN),
    validationData: [x.at(`${TRAIN}:`).get(), y.slice(TRAIN)],
    epochs: 3,
    batchSize: 16,
    verbose: 0,
  });
  return history;
};

const expected = await historyOf(new LinearClassifier({ optimizer: optimizer() }));

it("the model's own testStep learns", () => {
  const { loss = [], accuracy = [] } = expected;
  expect(loss).toHaveLength(3);
  expect(loss[2]).toBeLessThan(loss[0]!);
  expect(accuracy[2]).toBeGreaterThan(accuracy[0]!);
});

it.each(FORMS)("%s gives the numbers of a model's own testStep", async (_, model) => {
  const found = await historyOf(model);
  for (const log of ["loss", "accuracy", "val_loss", "val_accuracy"]) {
    expect(found[log]).toHaveLength(3);
    found[log]!.forEach((value, epoch) => expect(value).toBeCloseTo(expected[log]![epoch]!, 5));
  }
  const rows = await model.summary({ x, print: false });
  expect(rows.at(-1)).toMatchObject({ name: "Total", trainable: { count: 170 } });
});
