import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { callbacks, optimizers, setBackend, type Tensor } from "../index.ts";
import { drive, fakeModel, type FakeModel, logsOf, settable } from "./drive.test-support.ts";

const { LearningRateScheduler, ReduceLROnPlateau } = callbacks;

beforeAll(() => setBackend(reference()));

/** A model with the rate 1. */
function trainee(): FakeModel {
  const optimizer = settable(1);
  return fakeModel({ optimizerStates: optimizer.init(null) }, optimizer);
}

const rateOf = (model: FakeModel): Promise<number> => (model.states.optimizerStates.rate as Tensor).item();

/** The rate after each epoch of a run. */
async function rates(callback: callbacks.ReduceLROnPlateau, values: readonly number[]): Promise<number[]> {
  const model = trainee();
  const seen: number[] = [];
  const watching = { onEpochEnd: async () => void seen.push(await rateOf(model)) };
  await drive([callback, watching], logsOf("loss", values), { model });
  return seen;
}

// Figures by hand from the rule of Keras.
it.each<[string, callbacks.ReduceLROnPlateauOptions, readonly number[], readonly number[]]>([
  ["patience", { patience: 2 }, [3, 3, 3, 3, 3], [1, 1, 0.5, 0.5, 0.25]],
  ["progress", { patience: 2 }, [3, 3, 2, 2, 2], [1, 1, 1, 1, 0.5]],
  ["the default minDelta", { patience: 1 }, [1, 0.99995, 0.9998], [1, 0.5, 0.5]],
  ["cooldown", { patience: 1, cooldown: 2 }, [3, 3, 3, 3, 3, 3], [1, 0.5, 0.5, 0.25, 0.25, 0.125]],
  ["minLr", { patience: 1, minLr: 0.4 }, [3, 3, 3, 3], [1, 0.5, 0.4, 0.4]],
  ["mode", { patience: 1, mode: "max" }, [1, 2, 3, 3], [1, 1, 1, 0.5]],
])("ReduceLROnPlateau: %s", async (_, options, values, expected) => {
  const seen = await rates(new ReduceLROnPlateau({ monitor: "loss", factor: 0.5, ...options }), values);
  expect(seen).toEqual(expected.map(Math.fround));
});

it("ReduceLROnPlateau goes on where a run was cut off", async () => {
  const make = (): callbacks.ReduceLROnPlateau =>
    new ReduceLROnPlateau({ monitor: "loss", factor: 0.5, patience: 2 });
  const [cut, resumed, model] = [make(), make(), trainee()];
  cut.setModel(model);
  for (const epoch of [0, 1]) await cut.onEpochEnd(epoch, { loss: 3 });
  resumed.setModel(model);
  resumed.remember(cut.memory());
  await resumed.onEpochEnd(2, { loss: 3 });
  expect(await rateOf(model)).toBe(0.5);
});

describe("LearningRateScheduler", () => {
  it("sets the rate at the beginning of every epoch", async () => {
    const model = trainee();
    const asked: [number, number][] = [];
    const scheduler = new LearningRateScheduler((epoch, rate) => {
      asked.push([epoch, rate]);
      return rate / 2;
    });
    await drive(scheduler, logsOf("loss", [1, 1, 1]), { model });
    expect(asked).toEqual([
      [0, 1],
      [1, 0.5],
      [2, 0.25],
    ]);
    expect(await rateOf(model)).toBe(0.125);
  });

  it("does not set it twice in an epoch in which a run was cut off", async () => {
    const [model, make] = [trainee(), () => new LearningRateScheduler((_, rate) => rate / 2)];
    const [cut, resumed] = [make(), make()];
    cut.setModel(model);
    await cut.onEpochBegin(3);
    resumed.setModel(model);
    resumed.remember(cut.memory());
    await resumed.onEpochBegin(3);
    expect(await rateOf(model)).toBe(0.5);
    await resumed.onEpochBegin(4);
    expect(await rateOf(model)).toBe(0.25);
  });

  it("refuses what is no rate and no schedule", async () => {
    expect(() => new LearningRateScheduler(0.1 as never)).toThrow("the schedule is no function");
    const wrong = new LearningRateScheduler(() => Number.NaN);
    await expect(drive(wrong, logsOf("loss", [1]), { model: trainee() })).rejects.toThrow(
      "LearningRateScheduler: `the rate of the schedule` is out of range. Expected a number ≥ 0; received NaN.",
    );
  });
});

it.each<[string, FakeModel["optimizer"], string]>([
  [
    "a schedule",
    optimizers.sgd(() => 0.1),
    "the learning rate of the optimizer cannot be set. Expected an optimizer whose rate can be set. It is given as a schedule",
  ],
  ["no optimizer", null, "the model has no optimizer"],
  ["no rate", optimizers.scale(-1), "the optimizer has no learning rate"],
])("is refused with %s", async (_, optimizer, message) => {
  const states = optimizer?.init([]) ?? null;
  for (const callback of [
    new LearningRateScheduler(() => 1),
    new ReduceLROnPlateau({ monitor: "loss", patience: 0 }),
  ]) {
    const model = fakeModel({ optimizerStates: states }, optimizer);
    const driven = drive(callback, logsOf("loss", [1, 1]), { model });
    await expect(driven).rejects.toThrow(message);
    await expect(driven).rejects.toMatchObject({ code: "ELEGY_LEARNING_RATE_FIXED" });
  }
});
