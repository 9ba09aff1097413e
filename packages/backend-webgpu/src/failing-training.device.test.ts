import { cpu } from "@elegy/backend-cpu";
import { type Callback, losses, Model, nn, optimizers, setBackend, tree, type Tensor } from "@elegy/core";
import { Linear, Sequential } from "@elegy/nn";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DeviceLostError } from "./errors/device-lost-error.ts";
import { DeviceOutOfMemoryError } from "./errors/device-out-of-memory-error.ts";
import { ShaderInvalidError } from "./errors/shader-invalid-error.ts";
import { type FailingDevice, failingDevice } from "./failing-device.test-support.ts";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let failing: FailingDevice;
let backend: WebGpuBackend;
beforeEach(async () => {
  failing = await failingDevice();
  backend = await webgpu({ device: failing.device });
  setBackend(backend);
});
afterEach(() => {
  backend.dispose();
  failing.device.destroy();
});

const SAMPLES = 24;
const x = Array.from({ length: SAMPLES }, (_, i) => [0, 1, 2].map((j) => Math.cos(3 * i + j)));
const y = Array.from({ length: SAMPLES }, (_, i) => i % 2);
const data = { x, y, batchSize: 8, epochs: 4, verbose: 0 } as const;

const classifier = (): Model =>
  new Model({
    module: Sequential(Linear(5), nn.relu, Linear(2)),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.01),
    seed: 4,
  });

const params = (model: Model): Tensor[] => tree.leaves(model.states["netParams"]) as Tensor[];
const paramsOf = (model: Model): Promise<unknown> => Promise.all(params(model).map((param) => param.data()));

/** After the second step of an epoch. */
const inTheMiddle = (fail: () => void): Callback => ({
  onTrainBatchEnd: (batch) => void (batch === 1 && fail()),
});

it("a device that is lost ends the fit; the model goes on elsewhere from states that were moved there", async () => {
  const model = classifier();
  await model.fit({ ...data, epochs: 1 });
  const [other, expected] = [cpu(), classifier()];
  const saved = await model.states.to(other);
  await expect(
    model.fit({ ...data, initialEpoch: 1, callbacks: [inTheMiddle(() => failing.device.destroy())] }),
  ).rejects.toThrow(DeviceLostError);
  await expect(paramsOf(model)).rejects.toThrow(/device was lost/);
  await expect(model.to(other)).rejects.toThrow(/device was lost/);

  setBackend(other);
  model.states = saved;
  const { history } = await model.fit({ ...data, initialEpoch: 1 });
  await expected.fit(data);
  const whole = expected.history?.history["loss"] ?? [];
  expect(history["loss"]).toEqual(whole.slice(1).map((loss) => expect.closeTo(loss, 4)));
});

it("a batch for which there is no room ends the fit, and the model trains on with smaller ones", async () => {
  const model = classifier();
  await model.fit({ ...data, epochs: 1 });
  const before = await paramsOf(model);
  const whole = { x: [...x, ...x, ...x], y: [...y, ...y, ...y], batchSize: 3 * SAMPLES, verbose: 0 } as const;
  failing.fullFor(4 * 3 * whole.batchSize);
  await expect(model.fit(whole)).rejects.toThrow(DeviceOutOfMemoryError);
  // The step had been asked for before the device told.
  await expect(paramsOf(model)).rejects.toThrow(DeviceOutOfMemoryError);
  model.reset();
  await model.fit({ ...data, epochs: 1 });
  expect(await paramsOf(model)).toEqual(before);
});

it("a shader that is refused ends the fit with its name", async () => {
  const model = classifier();
  await model.fit({ ...data, epochs: 1 });
  failing.refuseShaders(true);
  await expect(model.fit({ ...data, batchSize: 6 })).rejects.toThrow(ShaderInvalidError);
  failing.refuseShaders(false);
  await expect(paramsOf(model)).rejects.toThrow(/the device refused the shader/);
});
