import { cpu } from "@elegy/backend-cpu";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
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
    }).toEqual({
      callTrainStep: name === "callTrainStep",
      callTestStep: name === "callTestStep",
      callPredStep: name === "callPredStep",
      callSummaryStep: name === "callSummaryStep",
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
