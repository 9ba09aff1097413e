import { expect, it } from "vitest";
import { BackendMissingError, getBackend, losses, Model, np, optimizers, setBackend } from "../index.ts";
import { cpu } from "@elegy/backend-cpu";
import { dense, threeClasses } from "./dense-module.test-support.ts";

// No other test of this file may come before: a backend stays set.
it("a model is made without a backend, which it asks for when it is used", async () => {
  const data = threeClasses(6);
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(1e-3),
  });
  const message =
    'setBackend: no backend is set. Expected a backend before the first tensor; received none. Install one and set it: import { cpu } from "@elegy/backend-cpu"; setBackend(cpu());';
  await expect(model.fit({ ...data, verbose: 0 })).rejects.toThrow(BackendMissingError);
  await expect(model.fit({ ...data, verbose: 0 })).rejects.toThrow(message);
  await expect(model.evaluate(data)).rejects.toThrow(message);
  await expect(model.init(data)).rejects.toThrow(message);
  expect(() => np.ones([2])).toThrow(message);
  expect(() => getBackend()).toThrow(message);
  expect(() => model.reset()).not.toThrow();

  setBackend(cpu());
  await model.fit({ ...data, verbose: 0 });
  expect(model.initialized).toBe(true);
});
