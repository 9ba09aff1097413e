import { losses, metrics, Model, np, optimizers, outputStates, random, setBackend, getBackend } from "./src/index.ts";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
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
  for (let i = 0; i < 5; i++) {
    await model.fit({ ...data, batchSize: 4, epochs: 10, verbose: 0 });
    console.log("fit", getBackend().memory());
  }
  for (let i = 0; i < 3; i++) {
    await model.evaluate({ ...data, batchSize: 4 });
    console.log("eval", getBackend().memory());
  }
  for (let i = 0; i < 3; i++) {
    (await model.predict({ x: data.x, batchSize: 4 })).dispose();
    console.log("pred", getBackend().memory());
  }
  for (let i = 0; i < 3; i++) {
    await model.trainOnBatch({ ...data, classWeight: [1,1,1] });
    console.log("trainOnBatch", getBackend().memory());
  }
}
