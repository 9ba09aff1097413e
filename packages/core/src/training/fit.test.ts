import { cpu } from "@elegy/backend-cpu";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  cumulative,
  type FitOptions,
  Model,
  type ModelOptions,
  np,
  setBackend,
  type States,
  type StepInputs,
  type TestStep,
  type TrainStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

/** Batches that were given to the steps: the first input of each sample. */
let trained: number[][] = [];
let tested: number[][] = [];
beforeEach(() => {
  trained = [];
  tested = [];
});

/** Learns nothing, but counts its steps and reports what it sees. Eager, so that it sees values. */
class Recorder extends Model {
  constructor(options: ModelOptions = {}) {
    super({ runEagerly: true, ...options });
  }
  override statesStep(): States {
    return super.statesStep().update({ step: np.zeros([], { dtype: "int32" }), samples: np.zeros([]) });
  }
  override testStep({ x, states, initializing }: StepInputs): TestStep {
    if (!initializing) tested.push([...x.dataSync()]);
    return [x.mean(), { mean: x.mean(), largest: x.max() }, states];
  }
  override trainStep({ x, states, initializing }: StepInputs): TrainStep {
    if (initializing) return [{}, states];
    trained.push([...x.dataSync()]);
    const samples = states.samples.add(x.shape[0] ?? 0);
    return [
      { mean: x.mean(), samples: cumulative(samples) },
      states.update({ step: states.step.add(1), samples }),
    ];
  }
}

const ten = Float32Array.from({ length: 10 }, (_, i) => i);
const quiet = { x: ten, shuffle: false, verbose: 0 } as const;
const run = async (
  options: FitOptions = {},
): Promise<readonly [Recorder, Readonly<Record<string, number[]>>]> => {
  const model = new Recorder();
  const { history } = await model.fit({ ...quiet, ...options });
  return [model, history];
};

describe("every sample counts", () => {
  // The default of the Python library left out the last short batch, and with few samples all of them (weakness 1).
  it.each([
    [
      4,
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9],
      ],
    ],
    [
      5,
      [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
      ],
    ],
    [10, [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]],
    [undefined, [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]],
    [1000, [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]],
  ])("in batches of %s", async (batchSize, batches) => {
    await run(batchSize === undefined ? {} : { batchSize });
    expect(trained).toEqual(batches);
  });

  it("in evaluate and in validation", async () => {
    const [model] = await run({ batchSize: 4, validationData: [ten.slice(0, 3), ten.slice(0, 3)] });
    expect(tested).toEqual([[0, 1, 2]]);
    tested = [];
    await model.evaluate({ x: ten, batchSize: 6 });
    expect(tested).toEqual([
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9],
    ]);
  });
});

describe("the values of an epoch", () => {
  // The mean of the means of batches would be 5.17 (weakness 3).
  it("are means over samples, and the last of running values", async () => {
    const [, history] = await run({ batchSize: 4, epochs: 2 });
    expect(history).toEqual({ mean: [4.5, 4.5], samples: [10, 20] });
  });

  it("are the same in evaluate", async () => {
    const model = new Recorder();
    const { mean, largest } = await model.evaluate({ x: ten, batchSize: 4 });
    expect(mean).toBeCloseTo(4.5, 6);
    expect(largest).toBeCloseTo((4 * 3 + 4 * 7 + 2 * 9) / 10, 6);
  });
});

describe("epochs", () => {
  it("are counted up to `epochs`, from `initialEpoch`", async () => {
    const model = new Recorder();
    const epochs: number[] = [];
    const callbacks = [{ onEpochBegin: (epoch: number) => void epochs.push(epoch) }];
    const history = await model.fit({ ...quiet, initialEpoch: 3, epochs: 5, callbacks });
    expect(epochs).toEqual([3, 4]);
    expect(history.epoch).toEqual([3, 4]);
    expect(model.history).toBe(history);
    expect(await model.states.step.item()).toBe(2);
  });

  it("may be none", async () => {
    const [model, history] = await run({ epochs: 0 });
    expect(history).toEqual({});
    expect(model.initialized).toBe(true);
    expect(trained).toEqual([]);
  });

  // As elegy's model_base_test: one step, then two more.
  it("go on where the last fit ended, in a history of their own", async () => {
    const model = new Recorder();
    await model.fit(quiet);
    expect(await model.states.step.item()).toBe(1);
    const { history } = await model.fit({ ...quiet, epochs: 2 });
    expect(await model.states.step.item()).toBe(3);
    expect(history["mean"]).toHaveLength(2);
  });

  it("are validated after every one, or every `validationFreq`", async () => {
    const validationData = [ten, ten] as const;
    const [, every] = await run({ epochs: 4, validationData });
    expect(every).toEqual({
      mean: [4.5, 4.5, 4.5, 4.5],
      samples: [10, 20, 30, 40],
      val_mean: [4.5, 4.5, 4.5, 4.5],
      val_largest: [9, 9, 9, 9],
    });
    const [, second] = await run({ epochs: 5, validationData, validationFreq: 2, validationBatchSize: 5 });
    expect(second["val_mean"]).toEqual([4.5, 4.5]);
    expect(tested.at(-1)).toHaveLength(5);
  });
});

describe("shuffling", () => {
  const order = async (options: ModelOptions, epochs = 2): Promise<number[][]> => {
    trained = [];
    await new Recorder(options).fit({ x: ten, epochs, verbose: 0 });
    return trained;
  };

  // The Python library shuffled by a generator of the whole process (weakness 13).
  it("gives every epoch another order, from the seed", async () => {
    const [first, second] = await order({ seed: 1 });
    expect(first).not.toEqual([...ten]);
    expect(second).not.toEqual(first);
    expect([...(first ?? [])].sort((a, b) => a - b)).toEqual([...ten]);
    expect(await order({ seed: 1 })).toEqual([first, second]);
    expect((await order({ seed: 2 }))[0]).not.toEqual(first);
  });

  it("keeps inputs, targets and weights together", async () => {
    class Together extends Recorder {
      override trainStep({ x, yTrue, sampleWeight, states, initializing }: StepInputs): TrainStep {
        if (initializing || sampleWeight === null) return [{}, states];
        const apart = np.abs(x.sub(yTrue)).add(np.abs(x.sub(sampleWeight)));
        trained.push([...apart.dataSync()]);
        return [{}, states];
      }
    }
    await new Together().fit({ x: ten, y: ten, sampleWeight: ten, batchSize: 4, epochs: 3, verbose: 0 });
    expect(trained).toHaveLength(9);
    expect(trained.flat().every((value) => value === 0)).toBe(true);
  });
});
