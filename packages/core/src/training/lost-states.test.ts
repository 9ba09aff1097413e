import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  type BoundSteps,
  type EntryPoints,
  getBackend,
  losses,
  Model,
  type ModelOptions,
  optimizers,
  setBackend,
  StatesLostError,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";
import { failingBackend } from "./failing-device.test-support.ts";

const data = threeClasses(16);
const quiet = { batchSize: 8, verbose: 0 } as const;
const parts = (): ModelOptions => ({
  module: dense(3),
  loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
  optimizer: optimizers.adam(0.05),
});

/** What trains or measures, by name. */
const USES: readonly (readonly [string, (model: Model) => Promise<unknown>])[] = [
  ["fit", (model) => model.fit({ ...data, ...quiet })],
  ["evaluate", (model) => model.evaluate({ ...data, ...quiet })],
  ["predict", (model) => model.predict({ x: data.x, ...quiet })],
  ["trainOnBatch", (model) => model.trainOnBatch(data)],
  ["testOnBatch", (model) => model.testOnBatch(data)],
  ["predictOnBatch", (model) => model.predictOnBatch({ x: data.x })],
];

describe.each(USES)("%s with states that went with a step that failed", (operation, use) => {
  it("says what became of them and how to go on", async () => {
    let fails = false;
    const full = new Error("the device is out of memory.");
    setBackend(
      failingBackend(cpu(), (work, name) => (fails && work === "run" && name.endsWith("Step") ? full : null)),
    );
    const model = new Model(parts());
    await model.init(data);
    fails = true;
    await expect(use(model)).rejects.toBe(full);
    fails = false;
    for (let time = 0; time < 2; time++) {
      const outcome = use(model);
      await expect(outcome).rejects.toBeInstanceOf(StatesLostError);
      await expect(outcome).rejects.toThrow(
        new RegExp(
          `^${operation}: the states of the model are lost\\. Expected those that the last step returned; received \`.*\`, of which the tensor was donated to a compiled function that failed: the device is out of memory\\. Go back to the first states by model\\.reset\\(\\), or`,
        ),
      );
      await expect(outcome).rejects.toMatchObject({ cause: full });
    }
    model.reset();
    await use(model);
  });
});

/** Its step is done, and then something of the user's own fails. */
class CarelessModel extends Model {
  careless = false;

  override jitStep(steps: BoundSteps): EntryPoints {
    const entries = super.jitStep(steps);
    return {
      ...entries,
      train: (...args) => {
        const result = entries.train(...args);
        if (this.careless) throw new Error("my own");
        return result;
      },
    };
  }
}

it("an error of the user's own behind a step loses what the step returned, and the model says so", async () => {
  setBackend(cpu());
  const model = new CarelessModel(parts());
  await model.fit({ ...data, ...quiet });
  model.careless = true;
  await expect(model.fit({ ...data, ...quiet })).rejects.toThrow("my own");
  model.careless = false;
  await expect(model.fit({ ...data, ...quiet })).rejects.toThrow(
    /^fit: the states of the model are lost\. .*of which the tensor was donated\. Go back/,
  );
  model.reset();
  await model.fit({ ...data, ...quiet });
});

/** Fails while it is traced: nothing has been run. */
class FailingSteps extends Model {
  fails = false;

  override trainStep(inputs: Parameters<Model["trainStep"]>[0]): ReturnType<Model["trainStep"]> {
    const result = super.trainStep(inputs);
    if (this.fails) throw new Error("my own");
    return result;
  }
}

it.each([
  ["compiled", false],
  ["eager", true],
])("a step that throws, %s, costs no states", async (_, runEagerly) => {
  setBackend(cpu());
  const model = new FailingSteps({ ...parts(), runEagerly });
  await model.fit({ ...data, ...quiet });
  const before = await model.evaluate(data);
  model.fails = true;
  // Shapes that it has not been compiled for.
  await expect(model.fit({ ...data, ...quiet, batchSize: 5 })).rejects.toThrow("my own");
  model.fails = false;
  expect(await model.evaluate(data)).toEqual(before);
  await model.fit({ ...data, ...quiet, batchSize: 5 });
  expect(getBackend().memory().buffers).toBeGreaterThan(0);
});
