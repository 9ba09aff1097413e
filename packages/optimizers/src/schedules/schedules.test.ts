import { jit, np, setBackend } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import {
  constantSchedule,
  cosineDecaySchedule,
  cosineOnecycleSchedule,
  cyclicSchedule,
  exponentialDecay,
  inverseSqrtSchedule,
  joinSchedules,
  linearOnecycleSchedule,
  linearSchedule,
  type NamedSchedule,
  perEpoch,
  piecewiseConstantSchedule,
  piecewiseInterpolateSchedule,
  polynomialSchedule,
  type Schedule,
  sgd,
  sgdrSchedule,
  warmupConstantSchedule,
  warmupCosineDecaySchedule,
  warmupExponentialDecaySchedule,
} from "@elegy/optimizers";
import figures from "./schedule-figures.test-support.json" with { type: "json" };

const expected = new Map<string, readonly number[]>([
  ...Object.entries(figures.schedules),
  // By its formula.
  ["inverse_sqrt(0.6, 4)", [0, 0.15, 0.3, 0.45, ...[4, 5, 6, 7, 8, 9].map((t) => 0.6 * Math.sqrt(4 / t))]],
]);

const schedules: Readonly<Record<string, () => NamedSchedule>> = {
  "constant_schedule(0.3)": () => constantSchedule(0.3),
  "linear_schedule(1.0, 0.1, 5)": () => linearSchedule(1, 0.1, 5),
  "polynomial_schedule(1.0, 0.1, power=2, 5)": () => polynomialSchedule(1, 0.1, 2, 5),
  "exponential_decay(1.0, 3, 0.5)": () => exponentialDecay(1, 3, 0.5),
  "exponential_decay(1.0, 3, 0.5, staircase)": () => exponentialDecay(1, 3, 0.5, { staircase: true }),
  "cosine_decay_schedule(1.0, 6, alpha=0.1)": () => cosineDecaySchedule(1, 6, { alpha: 0.1 }),
  "warmup_cosine_decay_schedule(0.0, 1.0, 3, 8, 0.1)": () =>
    warmupCosineDecaySchedule(0, 1, 3, 8, { endValue: 0.1 }),
  "piecewise_constant_schedule(1.0, {2: 0.5, 5: 0.1})": () =>
    piecewiseConstantSchedule(1, { 2: 0.5, 5: 0.1 }),
  "join_schedules([linear(0,1,3), constant(0.5)], [3])": () =>
    joinSchedules([linearSchedule(0, 1, 3), constantSchedule(0.5)], [3]),
  "linear_schedule(1.0, 0.1, 4, 3)": () => linearSchedule(1, 0.1, 4, { transitionBegin: 3 }),
  "polynomial_schedule(1.0, 2.0, power=0.5, 4, 2)": () =>
    polynomialSchedule(1, 2, 0.5, 4, { transitionBegin: 2 }),
  "exponential_decay(1.0, 3, 0.5, 2, end_value=0.4)": () =>
    exponentialDecay(1, 3, 0.5, { transitionBegin: 2, endValue: 0.4 }),
  "exponential_decay(1.0, 3, 2.0, end_value=3)": () => exponentialDecay(1, 3, 2, { endValue: 3 }),
  "cosine_decay_schedule(1.0, 6, exponent=2)": () => cosineDecaySchedule(1, 6, { exponent: 2 }),
  "warmup_cosine_decay_schedule(0.5, 1.0, 0, 8)": () => warmupCosineDecaySchedule(0.5, 1, 0, 8),
  "warmup_constant_schedule(0.2, 1.0, 4)": () => warmupConstantSchedule(0.2, 1, 4),
  "warmup_exponential_decay_schedule(0.0, 1.0, 3, 2, 0.5, 1, staircase)": () =>
    warmupExponentialDecaySchedule(0, 1, 3, 2, 0.5, { transitionBegin: 1, staircase: true }),
  "piecewise_interpolate_schedule(linear, 1.0, {2: 0.5, 6: 0.1})": () =>
    piecewiseInterpolateSchedule("linear", 1, { 2: 0.5, 6: 0.1 }),
  "piecewise_interpolate_schedule(cosine, 1.0, {2: 0.5, 6: 3})": () =>
    piecewiseInterpolateSchedule("cosine", 1, { 2: 0.5, 6: 3 }),
  "linear_onecycle_schedule(9, 1.0)": () => linearOnecycleSchedule(9, 1),
  "linear_onecycle_schedule(8, 2.0, 0.5, 0.75, 10, 100)": () =>
    linearOnecycleSchedule(8, 2, { pctStart: 0.5, pctFinal: 0.75, divFactor: 10, finalDivFactor: 100 }),
  "cosine_onecycle_schedule(9, 1.0)": () => cosineOnecycleSchedule(9, 1),
  "cosine_onecycle_schedule(8, 2.0, 0.5, 10, 100)": () =>
    cosineOnecycleSchedule(8, 2, { pctStart: 0.5, divFactor: 10, finalDivFactor: 100 }),
  "sgdr_schedule(3 + 5)": () =>
    sgdrSchedule([
      { initValue: 0, peakValue: 1, decaySteps: 3, warmupSteps: 1 },
      { initValue: 0.1, peakValue: 0.5, decaySteps: 5, warmupSteps: 2, endValue: 0.05 },
    ]),
  "CyclicLR(0.1, 1.0, 2)": () => cyclicSchedule(0.1, 1, 2),
  "CyclicLR(0.1, 1.0, 2, 3, triangular2)": () =>
    cyclicSchedule(0.1, 1, 2, { stepSizeDown: 3, mode: "triangular2" }),
  "CyclicLR(0.1, 1.0, 3, exp_range, 0.9)": () => cyclicSchedule(0.1, 1, 3, { mode: "expRange", gamma: 0.9 }),
  "inverse_sqrt(0.6, 4)": () => inverseSqrtSchedule(0.6, 4),
};

it("has a figure for every schedule and a schedule for every figure", () => {
  expect(Object.keys(schedules).sort()).toEqual([...expected.keys()].sort());
});

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (_, backend) => {
  beforeAll(() => setBackend(backend()));

  it.each(Object.entries(schedules))("%s has its figures, eagerly and under jit", async (name, make) => {
    const schedule = make();
    const counts = np.arange(10);
    const compiled = jit((count: typeof counts) => schedule(count));
    for (const values of [schedule(counts), compiled(counts)]) {
      expect(values.dtype).toBe("float32");
      (await values.data()).forEach((value, count) => {
        const wanted = expected.get(name)?.[count] ?? Number.NaN;
        // A cosine of π has lost half of its digits against 1: what is near 0 is near to 1e-7.
        expect(Math.abs(value - wanted), `${value} for ${wanted} at ${count}`).toBeLessThanOrEqual(
          1e-5 * Math.abs(wanted) + 1e-7,
        );
      });
    }
    expect(await schedule(3).item()).toBe((await schedule(counts).data())[3]);
  });

  it("gives the logs their learning rate under jit: step / 3 is 0, 1/3, 2/3, 1", async () => {
    expect(await ratesOf((count) => count.div(3), 4)).toEqual([0, 1 / 3, 2 / 3, 1].map(Math.fround));
  });

  it("counts epochs: with two updates in each, 0, 0, 1, 1", async () => {
    expect(
      await ratesOf(
        perEpoch((epoch) => epoch, 2),
        4,
      ),
    ).toEqual([0, 0, 1, 1]);
  });
});

async function ratesOf(schedule: Schedule, updates: number): Promise<unknown[]> {
  const optimizer = sgd(schedule);
  const step = jit(
    (state: unknown) => [optimizer.learningRate?.(state), optimizer.update({}, state)[1]] as const,
  );
  let state = optimizer.init({});
  const rates = [];
  for (let i = 0; i < updates; i++) {
    const [rate, next] = step(state);
    rates.push(await rate?.item());
    state = next;
  }
  return rates;
}
