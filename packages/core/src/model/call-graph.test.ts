import { cpu } from "@elegy/backend-cpu";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
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
  States,
  type StepInputs,
  type SummaryInputs,
  type SummaryRow,
  type TestStep,
  type TrainStep,
} from "../index.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const { x, y } = threeClasses(6);
const data = { x, y: y.map((label) => [label, 0, 1]) };

let calls: string[] = [];
beforeEach(() => {
  calls = [];
});

const flag = (value: boolean): string => (value ? "T" : "F");
/** `name(training, initializing)` */
const note = (
  name: string,
  { training, initializing }: Pick<PredInputs, "training" | "initializing">,
): void => {
  calls.push(`${name} ${flag(training)}${flag(initializing)}`);
};

/** Says what is called, in which order, with which flags. */
class Noted extends Model {
  override callInitStep(inputs: InitInputs): States {
    calls.push("callInitStep");
    return super.callInitStep(inputs);
  }
  override callPredStep(inputs: PredInputs): PredStep {
    note("callPredStep", inputs);
    return super.callPredStep(inputs);
  }
  override callTestStep(inputs: StepInputs): TestStep {
    note("callTestStep", inputs);
    return super.callTestStep(inputs);
  }
  override callTrainStep(inputs: StepInputs): TrainStep {
    note("callTrainStep", inputs);
    return super.callTrainStep(inputs);
  }
  override callSummaryStep(inputs: SummaryInputs): readonly SummaryRow[] {
    calls.push("callSummaryStep");
    return super.callSummaryStep(inputs);
  }
  override initStep(inputs: InitInputs): States {
    calls.push("initStep");
    return super.initStep(inputs);
  }
  override predStep(inputs: PredInputs): PredStep {
    note("predStep", inputs);
    return super.predStep(inputs);
  }
  override testStep(inputs: StepInputs): TestStep {
    note("testStep", inputs);
    return super.testStep(inputs);
  }
  override gradStep(inputs: StepInputs): GradStep {
    note("gradStep", inputs);
    return super.gradStep(inputs);
  }
  override trainStep(inputs: StepInputs): TrainStep {
    note("trainStep", inputs);
    return super.trainStep(inputs);
  }
  override summaryStep(inputs: SummaryInputs): readonly SummaryRow[] {
    calls.push("summaryStep");
    return super.summaryStep(inputs);
  }
}

const options = {
  module: dense(3),
  loss: new losses.MeanSquaredError(),
  optimizer: optimizers.sgd(0.1),
} as const;

describe.each([false, true])("the call graph (runEagerly: %s)", (runEagerly) => {
  it("is that of the protocol, with its flags", async () => {
    const model = new Noted({ ...options, runEagerly });
    await model.init(data);
    expect(calls.splice(0)).toEqual([
      "callInitStep",
      "initStep",
      "trainStep TT",
      "testStep TT",
      "predStep TT",
    ]);
    await model.trainOnBatch(data);
    expect(calls.splice(0)).toEqual([
      "callTrainStep TF",
      "trainStep TF",
      "gradStep TF",
      "testStep TF",
      "predStep TF",
    ]);
    await model.testOnBatch(data);
    expect(calls.splice(0)).toEqual(["callTestStep FF", "testStep FF", "predStep FF"]);
    await model.predictOnBatch({ x });
    expect(calls.splice(0)).toEqual(["callPredStep FF", "predStep FF"]);
    await model.summary({ x, print: false });
    expect(calls.splice(0)).toEqual(["callSummaryStep", "summaryStep", "predStep TF"]);
  });
});

describe("overriding one boundary changes one entry point alone", () => {
  const zero = (): States => new States({});
  /** 100 for whatever is asked through it. */
  const overrides: Readonly<Record<string, (model: typeof Noted) => void>> = {
    callPredStep(model) {
      model.prototype.callPredStep = ({ states }) => [np.full([6], 100), states];
    },
    callTestStep(model) {
      model.prototype.callTestStep = ({ states }) => [np.zeros([]), { loss: np.full([], 100) }, states];
    },
    callTrainStep(model) {
      model.prototype.callTrainStep = ({ states }) => [{ loss: np.full([], 100) }, states];
    },
    callSummaryStep(model) {
      const amount = { count: 100, bytes: 400 };
      model.prototype.callSummaryStep = () => [
        { name: "Total", shape: "", trainable: amount, other: amount },
      ];
    },
    none: zero,
  };

  it.each(Object.keys(overrides))("%s", async (name) => {
    class Changed extends Noted {}
    overrides[name]?.(Changed);
    const model = new Changed(options);
    const history = await model.fit({ ...data, verbose: 0 });
    const { loss } = await model.evaluate(data);
    const [first] = await (await model.predict({ x })).data();
    const rows = await model.summary({ x, print: false });
    expect({
      callTrainStep: history.history["loss"]?.[0] === 100,
      callTestStep: loss === 100,
      callPredStep: first === 100,
      callSummaryStep: rows.at(-1)?.trainable.count === 100,
      none: true,
    }).toEqual({
      callTrainStep: name === "callTrainStep",
      callTestStep: name === "callTestStep",
      callPredStep: name === "callPredStep",
      callSummaryStep: name === "callSummaryStep",
      none: true,
    });
  });

  it("callInitStep", async () => {
    class Changed extends Model {
      override callInitStep(inputs: InitInputs): States {
        const states = super.callInitStep(inputs);
        return states.update({
          netParams: { ...states.netParams, b: np.full([3], 100, { dtype: "float32" }) },
        });
      }
    }
    const model = new Changed(options);
    await model.init(data);
    expect(await model.states.netParams.b.array()).toEqual([100, 100, 100]);
  });
});

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
