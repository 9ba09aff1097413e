import { cpu } from "@elegy/backend-cpu";
import { losses, metrics, Model, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

/** Trains a small classifier on the CPU backend. @returns the losses of its epochs, and the accuracy of the last. */
export async function trainInBrowser(): Promise<{ loss: readonly number[]; accuracy: number }> {
  setBackend(cpu());
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.05),
    seed: 7,
  });
  const { history } = await model.fit({ ...threeClasses(22), epochs: 20, batchSize: 8, verbose: 0 });
  return {
    loss: history["loss"] ?? [],
    accuracy: history["sparse_categorical_accuracy"]?.at(-1) ?? Number.NaN,
  };
}
