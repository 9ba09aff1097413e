import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  callbacks,
  hostTensor,
  losses,
  Model,
  np,
  optimizers,
  outputStates,
  scope,
  setBackend,
  type Tensor,
} from "../index.ts";
import { drive, fakeModel, type FakeModel, logsOf } from "./drive.test-support.ts";

const { EarlyStopping } = callbacks;

beforeAll(() => setBackend(cpu()));

it("a constant loss with patience 3 is trained on for exactly 4 epochs, as in Elegy", async () => {
  const stopping = new EarlyStopping({ monitor: "loss", patience: 3 });
  expect(
    await drive(
      stopping,
      logsOf(
        "loss",
        Array.from({ length: 10 }, () => 1),
      ),
    ),
  ).toBe(4);
  expect(stopping).toMatchObject({ stoppedEpoch: 3, bestEpoch: 0, best: 1 });
});

// Figures by hand from the rule of Keras: better means by more than minDelta.
it.each<[string, callbacks.EarlyStoppingOptions, readonly number[], number]>([
  ["patience 0", {}, [3, 2, 2, 1], 3],
  ["patience counts from the best", { patience: 2 }, [3, 4, 2, 3, 3, 1], 5],
  ["minDelta", { minDelta: 0.5, patience: 1 }, [3, 2.6, 2.4, 2.2], 2],
  ["minDelta adds up", { minDelta: 0.5, patience: 2 }, [3, 2.7, 2.4, 2.3, 2.2], 5],
  ["a baseline that is not reached", { baseline: 1, patience: 2 }, [3, 2.5, 2, 1.5], 2],
  ["a baseline that is", { baseline: 1, patience: 2 }, [3, 0.5, 0.4, 0.3], 4],
  ["startFromEpoch", { startFromEpoch: 2 }, [1, 2, 3, 2, 2, 1], 5],
  ["NaN is never better", { patience: 2 }, [Number.NaN, Number.NaN, 1], 2],
  ["max", { mode: "max" }, [1, 2, 3, 3, 4], 4],
])("%s", async (_, options, values, epochs) => {
  expect(await drive(new EarlyStopping({ monitor: "loss", ...options }), logsOf("loss", values))).toBe(
    epochs,
  );
});

it("begins anew with every run", async () => {
  const stopping = new EarlyStopping({ monitor: "loss", patience: 1 });
  expect(await drive(stopping, logsOf("loss", [1, 1, 1]))).toBe(2);
  expect(await drive(stopping, logsOf("loss", [9, 8, 7]))).toBe(3);
  expect(stopping.stoppedEpoch).toBeNull();
});

describe("restoreBestWeights", () => {
  const weight = (value: number): Tensor => np.full([2], value, { dtype: "float32" });
  /** As a compiled step does, takes the old buffers. */
  const step = (model: FakeModel): void => {
    const { w } = model.states.netParams as { w: Tensor };
    const next = scope(() => w.add(1));
    w.dispose();
    model.states = model.states.update({ netParams: { w: next } });
  };
  const options = { monitor: "loss", patience: 2, restoreBestWeights: true } as const;

  // The Python library failed with "no attribute 'full_state'" (weakness 9).
  it("puts back copies of the best epoch's", async () => {
    const model = fakeModel({ netParams: { w: weight(0) }, netStates: weight(7) });
    const stopping = new EarlyStopping(options);
    await drive(stopping, logsOf("loss", [3, 1, 2, 2, 2]), { model, step });
    expect(stopping).toMatchObject({ bestEpoch: 1, stoppedEpoch: 3 });
    expect(await model.states.netParams.w.array()).toEqual([2, 2]);
    expect(await model.states.netStates.array()).toEqual([7, 7]);
  });

  it("also if training was not stopped early", async () => {
    const model = fakeModel({ netParams: { w: weight(0) } });
    await drive(new EarlyStopping(options), logsOf("loss", [1, 2]), { model, step });
    expect(await model.states.netParams.w.array()).toEqual([1, 1]);
  });

  it("keeps one copy, whatever happens", async () => {
    const backend = cpu();
    setBackend(backend);
    const model = fakeModel({ netParams: { w: weight(0) } });
    const { buffers } = backend.memory();
    await drive(new EarlyStopping(options), logsOf("loss", [5, 4, 3, 2, 1]), { model, step });
    expect(backend.memory().buffers).toBe(buffers);
    await drive(new EarlyStopping(options), [{ loss: 1 }, { acc: 1 }], { model, step }).catch(() => null);
    expect(backend.memory().buffers).toBe(buffers);
  });

  it("remembers them when a run is cut off", async () => {
    const model = fakeModel({ netParams: { w: weight(0) } });
    const cut = new EarlyStopping(options);
    cut.setModel(model);
    cut.onEpochEnd(0, { loss: 1 });
    step(model);
    cut.onEpochEnd(1, { loss: 2 });
    const { bestWeights, ...rest } = cut.memory() as { bestWeights: { netParams: { w: Tensor } } };
    expect(rest).toEqual({ best: 1, bestEpoch: 0, wait: 1 });
    const { w } = bestWeights.netParams;
    const saved = hostTensor({ dtype: w.dtype, shape: w.shape, data: await w.data() });

    const resumed = new EarlyStopping(options);
    resumed.setModel(model);
    resumed.remember({ ...rest, bestWeights: { netParams: { w: saved }, netStates: null } });
    resumed.onTrainBegin({ epochs: 3, initialEpoch: 0, steps: 1, samples: 1, verbose: 0 });
    resumed.onEpochEnd(2, { loss: 2 });
    expect(model.stopTraining).toBe(true);
    resumed.onTrainEnd();
    expect(await model.states.netParams.w.array()).toEqual([0, 0]);
    expect(() => resumed.remember({ best: 1 })).toThrow(
      "EarlyStopping: what it is to remember lacks `bestEpoch`.",
    );
  });

  it("works in fit: the weights are those of the best epoch", async () => {
    const module = (
      x: Tensor,
      { initializing, params }: { initializing: boolean; params: unknown },
    ): unknown => {
      const w = initializing ? np.full([1], 2, { dtype: "float32" }) : (params as Tensor);
      return outputStates({ preds: x.mul(w), params: w });
    };
    const x = np.array([[1], [1]], { dtype: "float32" });
    const seen: [loss: number, w: number][] = [];
    const model: Model = new Model({
      module,
      loss: new losses.MeanSquaredError(),
      // Too fast: w goes 2, −2.4, … away from 0.
      optimizer: optimizers.sgd(1.1),
    });
    const stopping = new EarlyStopping({ monitor: "loss", restoreBestWeights: true });
    const watching = {
      async onEpochEnd(_: number, { loss = 0 }) {
        seen.push([loss, ((await model.states.netParams.array()) as number[])[0] ?? 0]);
      },
    };
    let own = fakeModel();
    await model.fit({
      x,
      y: np.zeros([2, 1]),
      epochs: 4,
      batchSize: 2,
      verbose: 0,
      callbacks: [
        watching,
        {
          onTrainBegin(params) {
            own = fakeModel();
            Object.defineProperty(own, "states", {
              get: () => model.states,
              set: (states: typeof model.states) => {
                model.states = states;
              },
            });
            stopping.setModel(own);
            stopping.onTrainBegin(params);
          },
          onEpochEnd: (epoch, logs) => stopping.onEpochEnd(epoch, logs),
          onTrainEnd: () => stopping.onTrainEnd(),
        },
      ],
    });
    const seenLosses = seen.map(([loss]) => loss);
    expect(seenLosses).toEqual(seenLosses.toSorted((a, b) => a - b));
    expect(own.stopTraining).toBe(true);
    expect(await model.states.netParams.array()).toEqual([seen[0]?.[1]]);
  });
});
