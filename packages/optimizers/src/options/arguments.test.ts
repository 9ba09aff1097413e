import { np, setBackend } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import { adam } from "./adam.ts";
import { applyUpdates } from "./apply-updates.ts";
import { chain } from "./chain.ts";
import { rmsprop } from "./rmsprop.ts";
import { scale } from "./scale.ts";
import { scaleByLearningRate } from "./scale-by-learning-rate.ts";
import { sgd } from "./sgd.ts";
import { trace } from "./trace.ts";

beforeAll(() => setBackend(reference()));

it.each([
  [() => sgd(-0.1), "sgd: `learningRate` is not in its range. Expected a finite number ≥ 0; received -0.1."],
  [() => sgd(Number.NaN), "received NaN"],
  [() => adam(Infinity), "received Infinity"],
  [
    () => adam({ learningRate: 1 } as unknown as number),
    'adam: `learningRate` is not a number. Expected a finite number ≥ 0; received {"learningRate":1}.',
  ],
  [() => adam(1e-3, { b1: 1 }), "adam: `b1` is not in its range. Expected a number in [0, 1); received 1."],
  [() => adam(1e-3, { b2: -0.1 }), "adam: `b2`"],
  [() => adam(1e-3, { eps: -1 }), "adam: `eps`"],
  [() => adam(1e-3, { epsRoot: Number.NaN }), "adam: `epsRoot`"],
  [() => rmsprop(1e-3, { decay: 1.5 }), "rmsprop: `decay`"],
  [() => rmsprop(1e-3, { centered: true, decay: 1.5 }), "rmsprop: `decay`"],
  [() => rmsprop(1e-3, { initialScale: -1 }), "rmsprop: `initialScale`"],
  [
    () => sgd(0.1, { momentum: 1.1 }),
    "sgd: `momentum` is not in its range. Expected a number in [0, 1]; received 1.1.",
  ],
  [() => sgd(0.1, { nesterov: true }), "sgd: `nesterov` without a momentum does nothing."],
  [() => scale(Number.NaN), "scale: `factor`"],
  [() => trace({ momentum: -1 }), "trace: `momentum`"],
  [() => scaleByLearningRate(-1), "scaleByLearningRate: `learningRate`"],
  [
    () => chain(sgd(0.1), sgd as unknown as ReturnType<typeof sgd>),
    "chain: argument 1 is no gradient transformation.",
  ],
])("refuses bad arguments: %s", (make, message) => {
  expect(make).toThrow(message);
});

it("refuses a schedule that returns no scalar", () => {
  const optimizer = sgd(() => np.ones([2]));
  expect(() => optimizer.update({}, optimizer.init({}))).toThrow(
    "Expected f32[] or a number; received f32[2].",
  );
});

it("refuses an update of another shape than its parameter", () => {
  expect(() => applyUpdates({ w: np.ones([3, 2]) }, { w: np.ones([2]) })).toThrow(
    "applyUpdates: the update at `w` has another shape than its parameter. Expected f32[3,2]; received f32[2].",
  );
});

it("follows a schedule: 0, 1/3, 2/3, 1", async () => {
  const optimizer = sgd((count) => count.div(3));
  let state = optimizer.init({});
  for (const expected of [0, 1 / 3, 2 / 3, 1]) {
    expect(await optimizer.learningRate?.(state).item()).toBeCloseTo(expected, 7);
    [, state] = optimizer.update({}, state);
  }
});

it("chains chains", async () => {
  const optimizer = chain(scale(2), chain(scale(3), sgd(0.5)));
  const [updates] = optimizer.update(np.ones([]), optimizer.init(np.ones([])));
  expect(await updates.item()).toBe(-3);
  expect(await optimizer.learningRate?.(optimizer.init({})).item()).toBe(0.5);
  expect(chain(scale(2)).learningRate).toBeUndefined();
});
