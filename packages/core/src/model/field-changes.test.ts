import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FunctionContext,
  losses,
  Model,
  np,
  optimizers,
  outputStates,
  setBackend,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

const data = { x: [[1], [2]], y: [[1], [2]] } as const;

type Change = (kept: Tensor) => unknown;

/** Begins with a count of steps, and does with it what it is told. */
function counting(change: Change, runEagerly: boolean): Model {
  class Counting extends Model {
    override testStep({ x, states, initializing }: StepInputs): TestStep {
      const w: Tensor = initializing ? np.ones([1]) : states.netParams;
      const kept: unknown = initializing
        ? { count: np.zeros([], { dtype: "int32" }) }
        : change((states.kept as { readonly count: Tensor }).count);
      return [np.dot(x.astype("float32"), w).mean(), {}, states.update({ netParams: w, kept })];
    }
  }
  return new Counting({ optimizer: optimizers.sgd(0.1), runEagerly });
}

// Elegy compiled a second time where a count began whole and went on as a float (weakness 17).
describe.each([false, true])("weakness 17: a step that changes a field (runEagerly: %s)", (runEagerly) => {
  it.each<[string, Change, string]>([
    [
      "to another dtype",
      (count) => ({ count: count.add(0.5) }),
      'testStep: `kept.count` has another dtype than before. Expected i32[]; received f32[]. Convert it with .astype("int32"), or begin with float32.',
    ],
    [
      "to a tensor alone",
      (count) => count.add(1),
      "testStep: the field `kept` has another structure than before. Expected kept.count: i32[]; received none. What a field holds may change from step to step, but not how it is built.",
    ],
    [
      "to more than it was",
      (count) => ({ count, more: count }),
      "testStep: the field `kept` has another structure than before. Expected no leaf there; received kept.more: i32[].",
    ],
    ["to nothing", () => null, "Expected kept.count: i32[]; received none."],
  ])("%s is named", async (_, change, message) => {
    const model = counting(change, runEagerly);
    await model.init(data);
    for (const use of [() => model.fit({ ...data, verbose: 0 }), () => model.testOnBatch(data)]) {
      await expect(use()).rejects.toThrow(message);
      await expect(use()).rejects.toMatchObject({ name: "StepResultInvalidError" });
    }
    // The model keeps what it had.
    expect(await model.states.kept.count.item()).toBe(0);
  });

  it.each<[string, Change]>([
    ["value", (count) => ({ count: count.add(1) })],
    ["shape", (count) => ({ count: count.broadcastTo([2]) })],
  ])("to another %s is as good", async (_, change) => {
    await expect(counting(change, runEagerly).fit({ ...data, verbose: 0 })).resolves.toBeDefined();
  });

  it("by a module is named, too", async () => {
    const module = (x: Tensor, { initializing, states }: FunctionContext): unknown =>
      outputStates({ preds: x, states: initializing ? np.zeros([], { dtype: "int32" }) : states.add(0.5) });
    const model = new Model({ module, loss: new losses.MeanSquaredError(), runEagerly });
    await model.init(data);
    await expect(model.predict({ x: data.x })).rejects.toThrow(
      "predStep: `netStates` has another dtype than before.",
    );
  });
});

it("a field may begin as null, and be filled by a later step", async () => {
  const module = (x: Tensor, { initializing }: FunctionContext): unknown =>
    outputStates({ preds: x, ...(initializing ? {} : { states: { seen: np.ones([]) } }) });
  const model = new Model({ module });
  await model.init({ x: data.x });
  await model.predict({ x: data.x });
  await model.predict({ x: data.x });
  expect(await model.states.netStates.seen.item()).toBe(1);
});
