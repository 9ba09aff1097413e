import { cpu } from "@elegy/backend-cpu";
import type { Backend, ProgramMemory } from "@elegy/autodiff/spi";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import { losses, metrics, Model, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";
import type { MemoryAnalysisOptions } from "./step-memory.ts";

/** The CPU backend, and what the program of each name that was run last says of its memory. */
function watchedBackend(): {
  readonly backend: Backend;
  readonly ran: Map<string, ProgramMemory | undefined>;
} {
  const backend = cpu();
  const compile = backend.compile.bind(backend);
  const ran = new Map<string, ProgramMemory | undefined>();
  backend.compile = (graph, options) => {
    const executable = compile(graph, options);
    const { memory } = executable;
    return {
      ...(memory && { memory }),
      run(inputs) {
        ran.set(options.name, memory);
        return executable.run(inputs);
      },
      dispose: () => executable.dispose(),
    };
  };
  return { backend, ran };
}

const makeModel = (): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.01),
  });

const data = threeClasses(48);
const one = threeClasses(1);
const classWeight = [1, 2, 1];

describe("memoryAnalysis of a model", () => {
  let backend: Backend;
  let ran: Map<string, ProgramMemory | undefined>;
  let model: Model;
  beforeEach(async () => {
    ({ backend, ran } = watchedBackend());
    setBackend(backend);
    model = makeModel();
    await model.init(data);
  });

  it("tells what the steps of fit, evaluate and predict need", async () => {
    const { buffers, bytes } = backend.memory();
    const train = await model.memoryAnalysis({ ...one, batchSize: 16 });
    const test = await model.memoryAnalysis({ ...one, batchSize: 16, step: "test" });
    const predict = await model.memoryAnalysis({ x: one.x, batchSize: 16, step: "predict" });
    expect(backend.memory()).toMatchObject({ buffers, bytes });
    expect(model.trainStepText()).toBeNull();

    await model.fit({ ...data, batchSize: 16, verbose: 0 });
    expect(train).toEqual(ran.get("trainStep"));
    await model.evaluate({ ...data, batchSize: 16, verbose: 0 });
    expect(test).toEqual(ran.get("testStep"));
    await model.predict({ x: data.x, batchSize: 16 });
    expect(predict).toEqual(ran.get("predStep"));
    // States go in and out where they are; what comes in is 16 samples of 4 inputs and a label.
    expect(train!.argumentBytes - train!.aliasBytes).toBe(16 * (4 + 1) * 4);
  });

  it("takes the samples that are given as a batch, and counts weights", async () => {
    const sampleWeight = data.y.map((label) => 1 + label);
    const plain = await model.memoryAnalysis(data);
    const weighted = await model.memoryAnalysis({ ...data, sampleWeight, classWeight });
    expect(weighted!.argumentBytes - plain!.argumentBytes).toBe(48 * 4 + 3 * 4);
    await model.fit({ ...data, sampleWeight, classWeight, batchSize: 48, verbose: 0 });
    expect(weighted).toEqual(ran.get("trainStep"));
  });

  it("grows with the batch, of which nothing has to be there", async () => {
    const peak = async (batchSize: number): Promise<number> =>
      (await model.memoryAnalysis({ ...one, batchSize }))?.peakBytes ?? 0;
    const [small, large] = [await peak(2 ** 10), await peak(2 ** 30)];
    expect(large).toBeGreaterThan(2 ** 30 * (4 + 1) * 4);
    expect(large / small).toBeGreaterThan(2 ** 19);
  });

  it("says nothing where steps are not compiled", async () => {
    model.runEagerly = true;
    expect(await model.memoryAnalysis(one)).toBeNull();
  });

  it.each<[string, MemoryAnalysisOptions, string]>([
    [
      "another step",
      { ...one, step: "fit" as "train" },
      "there is no such `step`. Expected train, test, predict",
    ],
    ["a batch of nothing", { ...one, batchSize: 0 }, "`batchSize` is out of range"],
    ["another option", { ...one, epochs: 1 } as MemoryAnalysisOptions, "there is no option `epochs`"],
    ["no samples", { x: new Float32Array(0) }, "there are no samples"],
  ])("refuses %s", async (_, options, message) => {
    await expect(model.memoryAnalysis(options)).rejects.toThrow(`memoryAnalysis: ${message}`);
  });

  it("refuses a model without parameters", async () => {
    await expect(makeModel().memoryAnalysis(one)).rejects.toThrow(/^memoryAnalysis: .*fit.*init/);
  });
});

it("memoryAnalysis of a model says nothing where a backend does not plan", async () => {
  setBackend(reference());
  const model = makeModel();
  await model.init(data);
  expect(await model.memoryAnalysis(data)).toBeNull();
});
