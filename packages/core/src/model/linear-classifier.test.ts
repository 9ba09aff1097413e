import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import {
  formatSummary,
  Model,
  ModelUninitializedError,
  ModuleMissingError,
  nn,
  np,
  optimizers,
  random,
  setBackend,
  type StepInputs,
  type TestStep,
} from "../index.ts";

class LinearClassifier extends Model {
  override testStep({ x, yTrue, states, initializing }: StepInputs): TestStep {
    x = x.reshape([x.shape[0], -1]).div(255);
    const [w, b] = initializing
      ? [random.uniform(random.key(42), [x.shape[1], 10]), random.uniform(random.key(69), [1])]
      : states.netParams;

    const logits = np.dot(x, w).add(b);
    const labels = nn.oneHot(yTrue, 10);
    const loss = np.mean(np.sum(labels.mul(nn.logSoftmax(logits)), { axis: -1 }).neg());
    const accuracy = np.mean(np.argmax(logits, { axis: -1 }).equal(yTrue));

    return [loss, { accuracy, loss }, states.update({ netParams: [w, b] })];
  }
}

/** Images of 4 × 4 bytes: each digit lights its own pixels, over some noise. */
const COUNT = 64;
const yTrain = Uint8Array.from({ length: COUNT }, (_, i) => i % 10);
const images = Uint8Array.from({ length: COUNT * 16 }, (_, i) => {
  const [image, pixel] = [Math.floor(i / 16), i % 16];
  return (pixel === image % 10 ? 200 : 0) + ((image * 31 + pixel * 17) % 50);
});

beforeAll(() => setBackend(cpu()));

it("trains, and is measured", async () => {
  const xTrain = np.array(images, { shape: [COUNT, 4, 4] });
  const model = new LinearClassifier({ optimizer: optimizers.adam(0.05) });
  const before = await model.evaluate({ x: xTrain, y: yTrain });
  const { history } = await model.fit({
    x: xTrain,
    y: yTrain,
    epochs: 20,
    batchSize: 24,
    validationData: [xTrain, yTrain],
    verbose: 0,
  });
  expect(Object.keys(history).sort()).toEqual(["accuracy", "loss", "lr", "val_accuracy", "val_loss"]);
  expect(history["loss"]).toHaveLength(20);
  expect(before["loss"]).toBeGreaterThan(2);
  expect(history["loss"]?.at(-1)).toBeLessThan(0.5);

  const after = await model.evaluate({ x: xTrain, y: yTrain });
  expect(after).toEqual({ accuracy: 1, loss: expect.closeTo(history["val_loss"]?.at(-1) ?? 0, 5) });
  expect(model.states.netParams.map(({ shape }: { shape: readonly number[] }) => shape)).toEqual([
    [16, 10],
    [1],
  ]);
});

it("is measured batch by batch", async () => {
  const model = new LinearClassifier({ optimizer: optimizers.sgd(0.1) });
  const data = { x: np.array(images, { shape: [COUNT, 4, 4] }), y: yTrain };
  const { loss } = await model.testOnBatch(data);
  expect(await model.trainOnBatch(data)).toMatchObject({ loss });
  expect((await model.testOnBatch(data))["loss"]).toBeLessThan(loss ?? 0);
});

const MISSING =
  "predStep: LinearClassifier has no `module`, and does not override `predStep`. Expected new Model({ module }), " +
  "or a class with its own predStep; received neither. `predict` calls predStep; a class that " +
  "overrides only `testStep` can still `fit` and `evaluate`.";

it.each(["predict", "predictOnBatch"] as const)(
  "weakness 14: says what %s needs, before and after training",
  async (method) => {
    const x = np.array(images, { shape: [COUNT, 4, 4] });
    const model = new LinearClassifier({ optimizer: optimizers.adam(1e-3) });
    const missing = expect.objectContaining({ message: MISSING, code: "ELEGY_MODULE_MISSING" }) as Error;
    await expect(model[method]({ x })).rejects.toThrow(ModuleMissingError);
    await expect(model[method]({ x })).rejects.toThrow(missing);
    await model.fit({ x, y: yTrain, verbose: 0 });
    await expect(model[method]({ x })).rejects.toThrow(missing);
  },
);

// As in the low-level notebook of the Python library, which the released version prints nothing for.
it("is described by its inputs, parameters and totals, once there are some", async () => {
  const x = np.zeros([5, 28, 28]);
  const model = new LinearClassifier({ optimizer: optimizers.adam(1e-3) });
  await expect(model.summary({ x, print: false })).rejects.toThrow(ModelUninitializedError);
  await model.init({ x, y: [0, 1, 2, 3, 4] });
  const rows = await model.summary({ x, print: false });
  expect(rows.map(({ name, shape, trainable }) => [name, shape, trainable.count])).toEqual([
    ["Inputs", "f32[5,28,28]", 0],
    ["netParams.0", "f32[784,10]", 7840],
    ["netParams.1", "f32[1]", 1],
    ["Total", "", 7841],
  ]);
  expect(formatSummary(rows)).toContain("Total Parameters: 7,841   31.4 KB");
});
