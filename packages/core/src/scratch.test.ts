import { losses, metrics, Model, np, optimizers, outputStates, random, setBackend, getBackend } from "./index.ts";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import {it} from "vitest";
it("x", async () => {
for (const make of [cpu, reference]) {
  setBackend(make());
  const model = new Model({
    module: (x: any, { initializing, params, rng }: any) => {
      const w = initializing ? random.uniform(rng, [4, 3]) : params;
      return outputStates({ preds: np.dot(x, w), params: w });
    },
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(1e-2),
  });
  const x = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const data = { x: [...Array(10)].map((_, i) => [...x.slice(4 * i, 4 * i + 4)]), y: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0] };
  await model.fit({ ...data, batchSize: 4, epochs: 1, verbose: 0 });
  console.log(getBackend().memory());
  for (let i = 0; i < 2; i++) {
    await model.fit({ ...data, batchSize: 4, epochs: 10, verbose: 0, validationData: [data.x, data.y] });
    console.log("fit", getBackend().memory());
  }
  for (let i = 0; i < 2; i++) {
    await model.evaluate({ ...data, batchSize: 4 });
    console.log("eval", getBackend().memory());
  }
  for (let i = 0; i < 2; i++) {
    (await model.predict({ x: data.x, batchSize: 4 })).dispose();
    console.log("pred", getBackend().memory());
  }
  for (let i = 0; i < 2; i++) {
    await model.trainOnBatch({ ...data, classWeight: [1,1,1] });
    console.log("trainOnBatch", getBackend().memory());
  }
  console.log("ready", getBackend().memory());
  const weird = async (name: string, f: () => unknown) => { try { await f(); console.log(name, "OK") } catch (e) { console.log(name, String(e)) } };
  for (const [n, x] of Object.entries({ str: "abc", nul: null, undef: undefined, strs: ["a", "b"], ragged: [[1], [1, 2]], scalar: 3, big: [10n], f64: Float64Array.of(1, 2), empty: [], nested: [null, 1], date: new Date(), set: new Set([1]), map: new Map() })) await weird(n, () => model.fit({ x: x as never, y: [1], verbose: 0 }));
  await weird("ynull", () => model.fit({ ...data, y: null as never, verbose: 0 }));
  await weird("swnull", () => model.fit({ ...data, sampleWeight: null as never, verbose: 0 }));
  await weird("vd", () => model.fit({ ...data, validationData: data as never, verbose: 0 }));
  await weird("vd1", () => model.fit({ ...data, validationData: [data.x] as never, verbose: 0 }));
  await weird("vnull", () => model.fit({ ...data, validationData: null as never, verbose: 0 }));
  await weird("nothing", () => model.fit(undefined as never));
  await weird("cb", () => model.fit({ ...data, callbacks: {} as never, verbose: 0 }));
  await weird("epochs", () => model.fit({ ...data, epochs: "3" as never, verbose: 0 }));
  await weird("seed", () => new Model({ seed: 1.5, module: (x: unknown) => x }).init({ x: [1] }));
  await weird("states", () => new Model({ states: null as never }));
  await weird("optimizer", () => new Model({ optimizer: 3 as never, module: (x: unknown) => x }).init({ x: [1] }));
  await weird("sw", () => model.fit({ ...data, sampleWeight: [1,2], verbose: 0 }));
  await weird("cw", () => model.fit({ ...data, classWeight: { 0: 3 }, verbose: 0 }));
  await weird("bigseed", () => new Model({ seed: -1, module: (x: unknown) => x }).init({ x: [1] }));
  await weird("inconsistent", () => model.predict({ x: [[1, 2]] }));
}
});
