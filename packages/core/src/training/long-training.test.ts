// First: what it replaces is taken when other modules are loaded.
import "./never-finalized.test-support.ts";
import { cpu } from "@elegy/backend-cpu";
import { expect, it } from "vitest";
import {
  type DataBatch,
  Model,
  np,
  optimizers,
  outputStates,
  setBackend,
  type FunctionContext,
  type Tensor,
} from "../index.ts";
import { countingBackend } from "../model/counting-backend.test-support.ts";

const model = (): Model =>
  new Model({
    module(x: Tensor, { initializing, params }: FunctionContext) {
      const w: Tensor = initializing ? np.ones([]) : params;
      return outputStates({ preds: x.mul(w), params: w });
    },
    loss: ({ yPred }: { yPred: Tensor }) => yPred.mul(yPred),
    optimizer: optimizers.sgd(1e-4),
  });

const batch = (): Float32Array => Float32Array.of(1, 2);

it("10,000 steps leak nothing, and read the device once an epoch", async () => {
  const backend = countingBackend(cpu());
  setBackend(backend);
  const trained = model();
  await trained.fit({ x: batch(), epochs: 2, verbose: 0 });
  const before = backend.memory();
  const downloads = backend.downloads();
  const epochs = 2;
  await trained.fit({ x: batch(), batchSize: 1, stepsPerEpoch: 2, epochs: 1, verbose: 0 });
  const compiled = backend.memory();
  await trained.fit({ x: batch(), batchSize: 1, stepsPerEpoch: 5000, epochs, verbose: 0 });
  expect(backend.memory()).toEqual(compiled);
  expect(compiled.buffers - before.buffers).toBeLessThan(8);
  // `loss`, the loss by its name and `lr`, for each of 1 + 2 epochs.
  expect(backend.downloads() - downloads).toBe(3 * (1 + epochs));
});

it("at most two batches are on the device, and a stream is read one batch ahead", async () => {
  const backend = countingBackend(cpu());
  setBackend(backend);
  const trained = model();
  await trained.fit({ x: batch(), verbose: 0 });
  let read = 0;
  const aheads: number[] = [];
  const alive: number[] = [];
  function* source(): Generator<DataBatch> {
    for (; read < 8;) {
      read += 1;
      alive.push(backend.memory().buffers);
      yield batch();
    }
  }
  await trained.fit({
    x: source(),
    verbose: 0,
    callbacks: [
      {
        onTrainBatchBegin: () => void alive.push(backend.memory().buffers),
        onTrainBatchEnd: (done) => void aheads.push(read - (done + 1)),
      },
    ],
  });
  expect(aheads.every((ahead) => ahead <= 1)).toBe(true);
  // The first batch is read before there are totals.
  const [, ...rest] = alive;
  expect(Math.max(...rest) - Math.min(...rest)).toBeLessThanOrEqual(4);
});
