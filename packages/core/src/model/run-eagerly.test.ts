import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import {
  cumulative,
  type FunctionContext,
  losses,
  Model,
  np,
  optimizers,
  type PredInputs,
  type PredStep,
  setBackend,
  type States,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";
import { countingBackend } from "./counting-backend.test-support.ts";

beforeAll(() => setBackend(cpu()));

const data = threeClasses(6);

it("gives every step values: no step is traced, not even to describe it", async () => {
  const seen: number[] = [];
  class Looking extends Model {
    override predStep(inputs: PredInputs): PredStep {
      seen.push(Number(inputs.x.sum().dataSync()[0]));
      return super.predStep(inputs);
    }
    override testStep(inputs: StepInputs): TestStep {
      const result = super.testStep(inputs);
      seen.push(Number(result[0]));
      return result;
    }
  }
  const model = new Looking({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.sgd(0.1),
    runEagerly: true,
  });
  await model.fit({ ...data, epochs: 2, verbose: 0, validationData: [data.x, data.y] });
  await model.evaluate(data);
  await model.trainOnBatch(data);
  await model.predict({ x: data.x });
  expect(seen.every(Number.isFinite)).toBe(true);
});

it("compiles no program but to copy states", async () => {
  const backend = countingBackend(cpu());
  setBackend(backend);
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.sgd(0.1),
    runEagerly: true,
  });
  await model.fit({ ...data, epochs: 2, verbose: 0 });
  expect(new Set(backend.compiled.map(({ name }) => name))).toEqual(new Set(["copy"]));
});

/** Steps may return what they were given, and one tensor twice: as compiled ones, they own nothing. */
class Passing extends Model {
  override statesStep(): States {
    return super.statesStep().update({ seen: np.zeros([2, 1]), rate: np.full([], 0.5) });
  }
  override testStep({ x, states }: StepInputs): TestStep {
    const { rate } = states;
    return [x.mean(), { rate, running: cumulative(rate) }, states.update({ seen: x, netParams: x, copy: x })];
  }
  override trainStep(inputs: StepInputs) {
    const [, logs, states] = this.testStep(inputs);
    return [logs, states] as const;
  }
}

it.each([false, true])("lets a step return what it was given (runEagerly: %s)", async (runEagerly) => {
  const model = new Passing({ runEagerly });
  const x = Float32Array.of(1, 2);
  const batches = { x: np.array(x, { shape: [2, 1] }), batchSize: 2, verbose: 0 } as const;
  const history = await model.fit({ ...batches, epochs: 3 });
  expect(history.history).toEqual({ rate: [0.5, 0.5, 0.5], running: [0.5, 0.5, 0.5] });
  await model.trainOnBatch({ x: batches.x });
  expect(await model.evaluate({ x: batches.x })).toEqual({ rate: 0.5, running: 0.5 });
  expect(await model.states.seen.array()).toEqual([[1], [2]]);
  expect(await model.states.rate.item()).toBe(0.5);
});

it.each([false, true])(
  "lets a module return its inputs or parameters (runEagerly: %s)",
  async (runEagerly) => {
    const model = new Model({
      module(x: Tensor, { initializing, params }: FunctionContext) {
        const kept: Tensor = initializing ? np.ones([2, 1]) : params;
        return { x, kept, both: [x, x] };
      },
      states: { netParams: np.full([2, 1], 7) },
      runEagerly,
    });
    const x = [[1], [2]];
    await model.init({ x });
    for (let time = 0; time < 2; time++) {
      const preds = (await model.predict({ x })) as unknown as {
        x: Tensor;
        kept: Tensor;
        both: [Tensor, Tensor];
      };
      expect(await preds.x.array()).toEqual(x);
      expect(await preds.both[1].array()).toEqual(x);
      expect(await preds.kept.array()).toEqual([[7], [7]]);
    }
  },
);
