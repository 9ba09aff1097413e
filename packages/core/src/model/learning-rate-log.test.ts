import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import { Model, np, optimizers, setBackend, type StepInputs, type TestStep } from "../index.ts";
import { countingBackend } from "./counting-backend.test-support.ts";

const backend = countingBackend(cpu());
beforeAll(() => setBackend(backend));

class Line extends Model {
  override testStep({ x, states, initializing }: StepInputs): TestStep {
    const w = initializing ? np.ones([2]) : states.netParams;
    return [np.dot(x, w).mean(), {}, states.update({ netParams: w })];
  }
}

const x = [
  [1, 2],
  [3, 4],
];

/** As elegy's optimizer_test: a third more in each step. */
const thirds = (): optimizers.GradientTransformation => optimizers.sgd((step) => np.divide(step, 3));

// Under jit the Python library logged the rate of the first step for ever (weakness 5).
it.each([false, true])("weakness 5: `lr` is the rate of each step (runEagerly: %s)", async (runEagerly) => {
  const model = new Line({ optimizer: thirds(), runEagerly });
  const { history } = await model.fit({ x, epochs: 4, verbose: 0 });
  expect(history["lr"]).toEqual([0, 1 / 3, 2 / 3, 1].map((rate) => expect.closeTo(rate, 6) as number));
  expect((await model.trainOnBatch({ x }))["lr"]).toBeCloseTo(4 / 3, 6);
  expect(await model.evaluate({ x })).toEqual({});
});

it("`lr` is the last rate of an epoch, and no reason to compile again", async () => {
  const model = new Line({ optimizer: thirds() });
  const before = backend.compiled.length;
  const { history } = await model.fit({ x, batchSize: 1, epochs: 3, verbose: 0 });
  expect(history["lr"]).toEqual([1, 3, 5].map((step) => expect.closeTo(step / 3, 6) as number));
  expect(backend.compiled.slice(before).filter(({ name }) => name === "trainStep")).toHaveLength(1);
});

it("`lr` of a constant rate is that", async () => {
  const { history } = await new Line({ optimizer: optimizers.adam(1e-3) }).fit({ x, verbose: 0 });
  expect(history["lr"]).toEqual([Math.fround(1e-3)]);
});

it("`lr` is not there where the optimizer has none, and gives way to a log of that name", async () => {
  const plain = await new Line({ optimizer: optimizers.scale(-1) }).fit({ x, verbose: 0 });
  expect(plain.history).toEqual({});
  class Own extends Line {
    override testStep(inputs: StepInputs): TestStep {
      const [loss, , states] = super.testStep(inputs);
      return [loss, { lr: np.full([], 7) }, states];
    }
  }
  const own = await new Own({ optimizer: optimizers.sgd(0.5) }).fit({ x, verbose: 0 });
  expect(own.history).toEqual({ lr: [7], lr_1: [0.5] });
});
