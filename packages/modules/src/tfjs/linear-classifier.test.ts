import { cpu } from "@elegy/backend-cpu";
import {
  losses,
  Model,
  nn,
  np,
  optimizers,
  random,
  setBackend,
  type StepInputs,
  type TestStep,
} from "@elegy/core";
import { expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model.ts";
import { tfl, toTensorFlow } from "./tensor-flow.test-support.ts";

setBackend(cpu());

const pixels = 12;
const initial = { w: random.uniform(random.key(42), [pixels, 10]), b: random.uniform(random.key(69), [10]) };

/** The example of the README, with the same weights to begin with. */
class LinearClassifier extends Model {
  override testStep({ x, yTrue, states, initializing }: StepInputs): TestStep {
    const [w, b] = initializing ? [initial.w, initial.b] : states["netParams"];
    const logits = np.dot(x.reshape([x.shape[0], -1]).div(255), w).add(b);
    const labels = nn.oneHot(yTrue, 10);
    const loss = np.mean(np.sum(labels.mul(nn.logSoftmax(logits)), { axis: -1 }).neg());
    return [loss, { loss }, states.update({ netParams: [w, b] })];
  }
}

it("the linear classifier as a TensorFlow.js model trains with the numbers of the step that was written by hand", async () => {
  const { layers } = tfl;
  const tfjs = tfl.sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [3, 4] }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ],
  });
  tfjs.setWeights([toTensorFlow(initial.w), toTensorFlow(initial.b)]);
  const optimizer = optimizers.adam(1e-2);
  const translated = new Model({
    module: fromLayersModel(tfjs),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer,
  });

  const x = random.uniform(random.key(0), [40, 3, 4], { maxval: 255 });
  const y = np.arange(40).mod(10);
  const options = { x, y, epochs: 3, batchSize: 16, verbose: 0 } as const;
  const byHand = (await new LinearClassifier({ optimizer }).fit(options)).history["loss"]!;
  const byLayers = (await translated.fit(options)).history["loss"]!;
  byLayers.forEach((loss, epoch) => expect(loss).toBeCloseTo(byHand[epoch]!, 5));
});
