import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { describe, expect, it } from "vitest";
import {
  type LogValues,
  losses,
  metrics,
  Model,
  type ModelOptions,
  optimizers,
  setBackend,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

const data = threeClasses(22);

const classifier = (options: ModelOptions): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.05),
    ...options,
  });

/** The losses of every epoch, with random parameters and shuffled batches. */
async function train(options: ModelOptions): Promise<readonly number[]> {
  const model = classifier(options);
  const { history } = await model.fit({ ...data, epochs: 4, batchSize: 8, verbose: 0 });
  return history["loss"] ?? [];
}

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe.each([
  ["cpu", cpu],
  ["reference", reference],
] as const)("on the %s backend", (_, backend) => {
  it("repeats a run to the last bit", async () => {
    setBackend(backend());
    const first = await train({ seed: 7 });
    expect(await train({ seed: 7 })).toEqual(first);
    setBackend(backend());
    expect(await train({ seed: 7 })).toEqual(first);
    expect(await train({ seed: 7, runEagerly: true })).toEqual(await train({ seed: 7, runEagerly: true }));
  });

  it("runs otherwise with another seed", async () => {
    setBackend(backend());
    expect(largestDifference(await train({ seed: 7 }), await train({ seed: 8 }))).toBeGreaterThan(1e-3);
  });

  it("computes the same with and without compiling", async () => {
    setBackend(backend());
    const compiled = await train({});
    expect(compiled).toHaveLength(4);
    expect(largestDifference(compiled, await train({ runEagerly: true }))).toBeLessThan(1e-5);
  });
});

it("computes the same on both backends", async () => {
  setBackend(cpu());
  const compiled = await train({});
  setBackend(reference());
  expect(largestDifference(compiled, await train({}))).toBeLessThan(1e-5);
});

it("may change to running eagerly between two fits", async () => {
  setBackend(cpu());
  const run = async (eagerly: readonly boolean[]): Promise<LogValues> => {
    const model = classifier({});
    for (const runEagerly of eagerly) {
      model.runEagerly = runEagerly;
      await model.fit({ ...data, epochs: 2, batchSize: 8, verbose: 0 });
    }
    return model.evaluate(data);
  };
  const compiled = await run([false, false, false]);
  const mixed = await run([false, true, false]);
  for (const [name, value] of Object.entries(compiled)) expect(mixed[name]).toBeCloseTo(value, 5);
});
