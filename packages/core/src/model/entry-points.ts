import { jit, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { addLogs, type EpochTotals } from "../logs/epoch-totals.ts";
import type { Logs } from "../logs/cumulative.ts";
import { copyTensors } from "../states/copy-tensors.ts";
import type { States } from "../states/states.ts";

/** One batch on the device. */
export interface Batch {
  readonly x: unknown;
  readonly yTrue: unknown;
  readonly sampleWeight: Tensor | null;
  readonly classWeight: Tensor | null;
}

/** The steps of a model that the entry points call, with what they always pass. */
export interface BoundSteps {
  init(batch: Batch, states: States): States;
  pred(x: unknown, states: States): readonly [yPred: unknown, states: States];
  test(batch: Batch, states: States): readonly [logs: Logs, states: States];
  train(batch: Batch, states: States): readonly [logs: Logs, states: States];
}

/**
 * What `fit`, `evaluate`, `predict` and `init` call: each one program of the backend, the old states donated.
 * Those of `fit` and `evaluate` also add the batch's logs to the totals of the epoch.
 */
export interface EntryPoints {
  init(batch: Batch, states: States): States;
  pred(states: States, x: unknown): readonly [yPred: unknown, states: States];
  test(states: States, totals: EpochTotals, batch: Batch): readonly [EpochTotals, States];
  train(states: States, totals: EpochTotals, batch: Batch): readonly [EpochTotals, States];
  /** The same step without totals: for one batch alone. */
  testOne(states: States, batch: Batch): readonly [Logs, States];
  trainOne(states: States, batch: Batch): readonly [Logs, States];
}

/**
 * The entry points as they are: every operation runs on its own, with real values. As those of a program, results have
 * buffers of their own: a step may return what it was given.
 */
export function eagerEntryPoints(steps: BoundSteps): EntryPoints {
  const entries = entryPointsOf(steps);
  return {
    init: (...args) => copyTensors(entries.init(...args)),
    pred: (...args) => copyTensors(entries.pred(...args)),
    test: (...args) => copyTensors(entries.test(...args)),
    train: (...args) => copyTensors(entries.train(...args)),
    testOne: (...args) => copyTensors(entries.testOne(...args)),
    trainOne: (...args) => copyTensors(entries.trainOne(...args)),
  };
}

function entryPointsOf(steps: BoundSteps): EntryPoints {
  const counted =
    (step: BoundSteps["test"]): EntryPoints["test"] =>
    (states, totals, batch) => {
      const [logs, next] = step(batch, states);
      return [addLogs(totals, logs, sampleCount(batch)), next];
    };
  return {
    init: (batch, states) => steps.init(batch, states),
    pred: (states, x) => steps.pred(x, states),
    test: counted((batch, states) => steps.test(batch, states)),
    train: counted((batch, states) => steps.train(batch, states)),
    testOne: (states, batch) => steps.test(batch, states),
    trainOne: (states, batch) => steps.train(batch, states),
  };
}

/**
 * The entry points, each compiled for every structure and shape it meets.
 *
 * @example
 * ```ts
 * const entries = compiledEntryPoints({
 *   init: (batch, states) => states.update({ w: np.array(2) }),
 *   pred: (x, states) => [x.mul(states.w), states],
 *   test: (batch, states) => [{ loss: batch.x.mul(states.w).sum() }, states],
 *   train: (batch, states) => [{ loss: batch.x.sum() }, states.update({ w: states.w.add(1) })],
 * });
 * const batch = { x: np.array([1, 2, 3]), yTrue: null, sampleWeight: null, classWeight: null };
 * const initial = entries.init(batch, new States({}));
 * const [logs, trained] = entries.trainOne(initial, batch);
 * await logs.loss.item(); // => 6
 * await trained.w.item(); // => 3
 * ```
 */
export function compiledEntryPoints(steps: BoundSteps): EntryPoints {
  const entries = entryPointsOf(steps);
  return {
    init: jit(entries.init, { name: "initStep" }),
    pred: jit(entries.pred, { name: "predStep", donate: [0] }),
    test: jit(entries.test, { name: "testStep", donate: [0, 1] }),
    train: jit(entries.train, { name: "trainStep", donate: [0, 1] }),
    testOne: jit(entries.testOne, { name: "testStep", donate: [0] }),
    trainOne: jit(entries.trainOne, { name: "trainStep", donate: [0] }),
  };
}

/** The size of the first axis of the first array. */
function sampleCount({ x, yTrue }: Batch): number {
  // The arrays of a batch have been checked to have one number of samples.
  const [first] = tree.leaves([x, yTrue]) as readonly Tensor[];
  return first?.shape[0] ?? 1;
}
