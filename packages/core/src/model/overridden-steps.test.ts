import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type BoundSteps,
  compiledEntryPoints,
  type EntryPoints,
  type GradStep,
  type InitInputs,
  losses,
  Model,
  np,
  optimizers,
  type PredInputs,
  type PredStep,
  setBackend,
  type States,
  type StepInputs,
  type SummaryRow,
  type TestStep,
  type TrainStep,
} from "../index.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const { x, y } = threeClasses(6);
const data = { x, y: y.map((label) => [label, 0, 1]) };

const options = {
  module: dense(3),
  loss: new losses.MeanSquaredError(),
  optimizer: optimizers.sgd(0.1),
} as const;

describe("overriding one step keeps the others", () => {
  const mean = async (model: Model): Promise<number> => {
    await model.fit({ ...data, verbose: 0 });
    return (await model.evaluate(data))["loss"] ?? Number.NaN;
  };

  it("predStep, which need not have a module", async () => {
    class Shifted extends Model {
      override predStep({ x: inputs, states, initializing }: PredInputs): PredStep {
        const w = initializing ? np.zeros([4, 3]) : states.netParams;
        return [np.dot(inputs, w).add(1), states.update({ netParams: w })];
      }
    }
    const { loss, optimizer } = options;
    const model = new Shifted({ loss, optimizer });
    const fresh = await model.evaluate(data);
    expect(await mean(model)).toBeLessThan(fresh["loss"] ?? 0);
    expect((await model.predict({ x })).shape).toEqual([6, 3]);
    expect(await model.summary({ x, print: false })).toContainEqual(
      expect.objectContaining({ name: "netParams", shape: "f32[4,3]" }),
    );
  });

  it("testStep, around the default one", async () => {
    class Doubled extends Model {
      override testStep(inputs: StepInputs): TestStep {
        const [loss, logs, states] = super.testStep(inputs);
        return [loss.mul(2), { ...logs, double: loss.mul(2) }, states];
      }
    }
    const model = new Doubled(options);
    await model.init(data);
    const { loss = 0, double } = await model.evaluate(data);
    expect(double).toBeCloseTo(2 * loss, 5);
  });

  it("gradStep, with clipped gradients", async () => {
    class Clipped extends Model {
      override gradStep(inputs: StepInputs): GradStep {
        const [loss, logs, states] = super.gradStep(inputs);
        return [loss, logs, states, { w: np.zeros([4, 3]), b: np.ones([3]) }];
      }
    }
    const model = new Clipped(options);
    await model.init(data);
    const before = await model.states.netParams.w.array();
    await model.trainOnBatch(data);
    expect(await model.states.netParams.w.array()).toEqual(before);
    expect(await model.states.netParams.b.data()).toEqual(Float32Array.of(-0.1, -0.1, -0.1));
  });

  it("trainStep, without any optimizer", async () => {
    class Nudged extends Model {
      override trainStep(inputs: StepInputs): TrainStep {
        if (inputs.initializing) return super.trainStep(inputs);
        const [, logs, states, grads] = this.gradStep(inputs);
        const { w, b } = states.netParams;
        const { w: dw, b: db } = grads as typeof states.netParams;
        return [logs, states.update({ netParams: { w: w.sub(dw.mul(0.1)), b: b.sub(db.mul(0.1)) } })];
      }
    }
    const plain = new Model(options);
    const { module, loss } = options;
    expect(await mean(new Nudged({ module, loss }))).toBeCloseTo(await mean(plain), 6);
  });

  it("initStep and statesStep, for a field of one's own", async () => {
    class Counting extends Model {
      override statesStep(): States {
        return super.statesStep().update({ steps: np.zeros([], { dtype: "int32" }) });
      }
      override initStep(inputs: InitInputs): States {
        return super.initStep(inputs).update({ steps: np.full([], 10) });
      }
      override trainStep(inputs: StepInputs): TrainStep {
        const [logs, states] = super.trainStep(inputs);
        return inputs.initializing ? [logs, states] : [logs, states.update({ steps: states.steps.add(1) })];
      }
    }
    const model = new Counting(options);
    await model.fit({ ...data, batchSize: 4, epochs: 3, verbose: 0 });
    expect(await model.states.steps.item()).toBe(16);
    model.reset();
    expect(await model.states.steps.item()).toBe(10);
  });

  it("summaryStep, without any module", async () => {
    class Described extends Model {
      override summaryStep(): readonly SummaryRow[] {
        return [];
      }
    }
    expect(await new Described().summary({ x, print: false })).toEqual([]);
  });

  it("jitStep, which compiles the entry points", async () => {
    const made: EntryPoints[] = [];
    let trained = 0;
    class Custom extends Model {
      override jitStep(steps: BoundSteps): EntryPoints {
        const compiled = compiledEntryPoints(steps);
        const entries: EntryPoints = {
          ...compiled,
          train(...args) {
            trained += 1;
            return compiled.train(...args);
          },
        };
        made.push(entries);
        return entries;
      }
    }
    const model = new Custom(options);
    await model.fit({ ...data, batchSize: 2, epochs: 2, verbose: 0 });
    await model.evaluate(data);
    expect(made).toHaveLength(1);
    expect(trained).toBe(6);
    model.runEagerly = true;
    await model.fit({ ...data, verbose: 0 });
    expect(trained).toBe(6);
  });
});
