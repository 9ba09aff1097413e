import { nn, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import {
  type FunctionContext,
  losses,
  Model,
  optimizers,
  outputStates,
  type StepInputs,
  type TestStep,
} from "@elegy/core";
import { layer, type Scope } from "@elegy/nn";
import { expect, it } from "vitest";
import { fromLinen, fromStax, fromTransform } from "./index.ts";

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
const b = (): Tensor => random.uniform(random.key(69), [1]);
const flat = (images: Tensor): Tensor => images.reshape([images.shape[0] ?? 0, -1]).div(255);
const linear = (images: Tensor, weights: readonly [Tensor, Tensor]): Tensor =>
  np.dot(flat(images), weights[0]).add(weights[1]);

/** The example of the README: its own `testStep`. */
class LinearClassifier extends Model {
  override testStep({ x: images, yTrue, states, initializing }: StepInputs): TestStep {
    const weights = initializing ? [w(), b()] : states.netParams;
    const logits = linear(images, weights);
    const loss = np.mean(np.sum(nn.oneHot(yTrue, 10).mul(nn.logSoftmax(logits)), { axis: -1 }).neg());
    return [loss, { loss }, states.update({ netParams: weights })];
  }
}

const optimizer = () => optimizers.adam(1e-2);
const withModule = (module: NonNullable<Model["module"]>): Model =>
  new Model({
    module,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
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
  [
    "@elegy/nn layer",
    withModule(
      layer("Classifier", {}, (self: Scope, images: Tensor) =>
        linear(images, [self.param("w", w, [16, 10]), self.param("b", b, [1])]),
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
];

const lossesOf = async (model: Model): Promise<readonly number[]> =>
  (await model.fit({ x, y, epochs: 5, batchSize: 16, verbose: 0 })).history["loss"] ?? [];

const expected = await lossesOf(new LinearClassifier({ optimizer: optimizer() }));

it.each(FORMS)("%s gives the numbers of a model's own testStep", async (_, model) => {
  const found = await lossesOf(model);
  expect(found).toHaveLength(5);
  found.forEach((loss, epoch) => expect(loss).toBeCloseTo(expected[epoch] ?? Number.NaN, 5));
  expect(found[4]).toBeLessThan(found[0] ?? 0);
  const rows = await model.summary({ x, print: false });
  expect(rows.at(-1)).toMatchObject({ name: "Total", trainable: { count: 161 } });
});
