import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  cumulative,
  Model,
  np,
  optimizers,
  setBackend,
  States,
  type StepInputs,
  type TestStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

const data = {
  x: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  y: [0, 1, 0],
  verbose: 0,
  batchSize: 2,
} as const;

type Step = (inputs: StepInputs) => unknown;

/** A model of one step, which may return anything. */
function modelOf(testStep: Step, runEagerly = false): Model {
  class Broken extends Model {
    override testStep(inputs: StepInputs): TestStep {
      return testStep(inputs) as TestStep;
    }
  }
  return new Broken({ optimizer: optimizers.sgd(0.1), runEagerly });
}

const loss = np.mean;
const params = ({ initializing, states }: StepInputs) => (initializing ? np.zeros([2]) : states.netParams);
const kept = (inputs: StepInputs): States => inputs.states.update({ netParams: params(inputs) });
const good = (inputs: StepInputs): TestStep => [loss(np.dot(inputs.x, params(inputs))), {}, kept(inputs)];

const STATES_LAST = "The states come last, and replace those of the model.";

const wrongResults: readonly [title: string, step: Step, message: string][] = [
  [
    "no states",
    ({ x }) => [loss(x), {}],
    "testStep: the result has another length. Expected [loss, logs, states]; received [f32[], an object {  }].",
  ],
  [
    "one thing more",
    (inputs) => [...good(inputs), null],
    "testStep: the result has another length. Expected [loss, logs, states]; received [f32[], an object {  }, States, null].",
  ],
  [
    "a bare loss",
    ({ x }) => loss(x),
    "testStep: the result is not a list. Expected [loss, logs, states]; received f32[].",
  ],
  ["nothing", () => undefined, "Expected [loss, logs, states]; received undefined."],
  [
    "a promise",
    async (inputs) => good(inputs),
    "received a promise. Steps are synchronous: compute with tensors, without `await`.",
  ],
  [
    "something else for states",
    (inputs) => [loss(inputs.x), {}, Object.fromEntries(kept(inputs))],
    `testStep: no states were returned. Expected the States that the step was given, or states.update({ … }); received an object { metricsStates, netParams, netStates, optimizerStates, rng }. ${STATES_LAST}`,
  ],
  [
    "states and logs in another order",
    (inputs) => [loss(inputs.x), kept(inputs), {}],
    "testStep: the logs are not an object. Expected { name: scalar, … }; received States.",
  ],
  [
    "new states, which lack fields (weakness 12)",
    (inputs) => [loss(inputs.x), {}, new States({ netParams: params(inputs) })],
    "testStep: the returned states lack metricsStates, netStates, optimizerStates, rng. Expected the fields metricsStates, netParams, netStates, optimizerStates, rng; received netParams. Return states.update({ … }), which keeps the others.",
  ],
  [
    "a loss for each sample",
    (inputs) => [np.dot(inputs.x, params(inputs)), {}, kept(inputs)],
    "testStep: the loss is not a scalar. Expected f32[]; received f32[2]. Reduce it, for instance with np.mean.",
  ],
  ["a number for the loss", (inputs) => [0.5, {}, kept(inputs)], "Expected f32[]; received 0.5."],
  [
    "a whole loss",
    (inputs) => [np.sum(inputs.x.astype("int32")), {}, kept(inputs)],
    "testStep: the loss is not a scalar. Expected f32[]; received i32[].",
  ],
  [
    "a log for each sample",
    (inputs) => [good(inputs)[0], { error: inputs.x.sum({ axis: 1 }) }, kept(inputs)],
    "testStep: the log `error` is not a scalar. Expected f32[]; received i32[2].",
  ],
  [
    "a running log for each sample",
    (inputs) => [good(inputs)[0], { error: cumulative(inputs.x) }, kept(inputs)],
    "testStep: the log `error` is not a scalar. Expected f32[]; received i32[2,2].",
  ],
  [
    "a number for a log",
    (inputs) => [good(inputs)[0], { error: 0.5 }, kept(inputs)],
    "the log `error` is not a scalar. Expected f32[]; received 0.5.",
  ],
  ["tensors for logs", (inputs) => [good(inputs)[0], inputs.x, kept(inputs)], "the logs are not an object."],
];

describe.each([false, true])("a step (runEagerly: %s) that returns", (runEagerly) => {
  it.each(wrongResults)("%s is named with what came", async (_, step, message) => {
    const model = modelOf(step, runEagerly);
    await expect(model.fit(data)).rejects.toThrow(message);
    await expect(model.fit(data)).rejects.toMatchObject({
      name: "StepResultInvalidError",
      code: "ELEGY_STEP_RESULT_INVALID",
    });
    expect(model.initialized).toBe(false);
  });
});

it.each(["initStep", "predStep", "gradStep", "trainStep"] as const)(
  "a wrong result of %s is named too",
  async (step) => {
    class Broken extends Model {
      override testStep(inputs: StepInputs): TestStep {
        return good(inputs);
      }
    }
    Object.defineProperty(Broken.prototype, step, { value: () => "nothing useful" });
    const model = new Broken({ optimizer: optimizers.sgd(0.1) });
    const use =
      step === "predStep" ? model.init(samples).then(() => model.predict({ x: data.x })) : model.fit(data);
    await expect(use).rejects.toThrow(new RegExp(`^${step}: .*received nothing useful`));
  },
);

const { x, y } = data;
const samples = { x, y };

const misuses: readonly [title: string, step: Step, name: string, message: string][] = [
  [
    "a misspelt field",
    (inputs) => (inputs.initializing ? good(inputs) : inputs.states.netParam),
    "StatesFieldMissingError",
    "States: there is no field `netParam`. Expected one of metricsStates, netParams, netStates, optimizerStates, rng; received netParam. Did you mean `netParams`?",
  ],
  [
    "sizes that do not fit",
    (inputs) => [loss(np.dot(inputs.x, np.ones([3]))), {}, kept(inputs)],
    "ShapeMismatchError",
    "np.dot: inner sizes differ. Expected lhs[…, k] and rhs[k, …]; received f32[2,2] and f32[3] (2 ≠ 3).",
  ],
];

describe.each([false, true])("a step (runEagerly: %s) with", (runEagerly) => {
  it.each(misuses)("%s says what to do", async (_, step, name, message) => {
    const promise = modelOf(step, runEagerly).fit(data);
    await expect(promise).rejects.toMatchObject({ name, message });
  });
});

it("a compiled step that looks at a value says what to do, and runs eagerly", async () => {
  const step: Step = (inputs) => {
    const [value, logs, states] = good(inputs);
    if (!inputs.initializing && Number(value) > 0) throw new Error("looked");
    return [value, logs, states];
  };
  const promise = modelOf(step).fit(data);
  await expect(promise).rejects.toMatchObject({ name: "TracedValueError" });
  await expect(promise).rejects.toThrow(
    "a traced tensor was used as a JavaScript value. Expected operations on tensors only: a traced tensor stands for all values at once; received f32[]. Instead of `if` use np.where; read values outside of the function; for debugging run eagerly, without jit.",
  );
  await expect(modelOf(step, true).fit(data)).resolves.toBeDefined();
});

it("an error in a step leaves the states as they were, and the next step works", async () => {
  let broken = false;
  const model = modelOf((inputs) => {
    // The first batch has been compiled; the second one is shorter.
    if (broken) throw new Error("now");
    return good(inputs);
  });
  await model.trainOnBatch(samples);
  const before = await model.states.netParams.array();
  broken = true;
  const shorter = { x: [[1, 2]], y: [0] };
  await expect(model.trainOnBatch(shorter)).rejects.toThrow("now");
  await expect(model.testOnBatch(shorter)).rejects.toThrow("now");
  expect(await model.states.netParams.array()).toEqual(before);
  broken = false;
  await model.trainOnBatch(shorter);
  expect(await model.states.netParams.array()).not.toEqual(before);
});
