import { np, setBackend } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import {
  accumulateGradients,
  adadelta,
  adafactor,
  adam,
  type AdamOptions,
  adamw,
  addDecayedWeights,
  addNoise,
  applyEvery,
  applyIfFinite,
  applyUpdates,
  chain,
  clip,
  clipByGlobalNorm,
  cosineDecaySchedule,
  cyclicSchedule,
  type CyclicOptions,
  ema,
  exponentialDecay,
  injectHyperparams,
  joinSchedules,
  lars,
  linearSchedule,
  lion,
  lookahead,
  type LookaheadOptions,
  masked,
  multiTransform,
  namedChain,
  novograd,
  perEpoch,
  piecewiseConstantSchedule,
  radam,
  rmsprop,
  rprop,
  scale,
  scaleByLearningRate,
  scaleBySchedule,
  type Schedule,
  sgd,
  sgdrSchedule,
  sm3,
  trace,
  type TraceOptions,
  warmupCosineDecaySchedule,
} from "@elegy/optimizers";

beforeAll(() => setBackend(reference()));

it.each([
  [() => sgd(-0.1), "sgd: `learningRate` is not in its range. Expected a finite number ≥ 0; received -0.1."],
  [() => sgd(Number.NaN), "received NaN"],
  [() => adam(Infinity), "received Infinity"],
  [
    () => adam({ learningRate: 1 } as unknown as number),
    'adam: `learningRate` is not a number. Expected a finite number ≥ 0; received {"learningRate":1}.',
  ],
  [
    () => sgd(np.ones([2])),
    "sgd: `learningRate` is not a number. Expected a finite number ≥ 0; received f32[2].",
  ],
  [() => adam(1e-3, { b1: 1 }), "adam: `b1` is not in its range. Expected a number in [0, 1); received 1."],
  [() => adam(1e-3, { b2: -0.1 }), "adam: `b2`"],
  [() => adam(1e-3, { eps: -1 }), "adam: `eps`"],
  [() => adam(1e-3, { epsRoot: Number.NaN }), "adam: `epsRoot`"],
  [
    () => adam(1e-3, { muDtype: "int32" }),
    'adam: `muDtype` has another value than it may have. Expected "float64", "float32", "float16"; received "int32".',
  ],
  [
    () => adam(1e-3, { beta1: 0.9 } as AdamOptions),
    "adam: there is no option `beta1`. Expected b1, b2, eps, epsRoot, muDtype, nesterov; received beta1.",
  ],
  [() => adamw(1e-3, { weightDecay: -1 }), "adamw: `weightDecay`"],
  [() => lion(1e-3, { b2: 2 }), "lion: `b2`"],
  [() => lars(1e-3, { momentum: 2 }), "lars: `momentum`"],
  [() => sm3(1e-3, { momentum: 1 }), "sm3: `momentum`"],
  [
    () => radam(1e-3, { threshold: 1 }),
    "radam: `threshold` is not in its range. Expected a number ≥ 4; received 1.",
  ],
  [() => novograd(1e-3, { b2: 1 }), "novograd: `b2`"],
  [() => adadelta(1, { rho: 1 }), "adadelta: `rho`"],
  [() => adafactor(1e-3, { clippingThreshold: 0 }), "adafactor: `clippingThreshold`"],
  [() => rprop(-1), "rprop: `learningRate`"],
  [() => rmsprop(1e-3, { decay: 1.5 }), "rmsprop: `decay`"],
  [() => rmsprop(1e-3, { centered: true, decay: 1.5 }), "rmsprop: `decay`"],
  [() => rmsprop(1e-3, { initialScale: -1 }), "rmsprop: `initialScale`"],
  [
    () => sgd(0.1, { momentum: 1.1 }),
    "sgd: `momentum` is not in its range. Expected a number in [0, 1]; received 1.1.",
  ],
  [() => sgd(0.1, { nesterov: true }), "sgd: `nesterov` without a momentum does nothing."],
  [() => scale(Number.NaN), "scale: `factor`"],
  [() => clip(-1), "clip: `maxDelta`"],
  [() => clipByGlobalNorm(0), "clipByGlobalNorm: `maxNorm`"],
  [() => trace({ momentum: -1 }), "trace: `momentum`"],
  [
    () => trace({} as TraceOptions),
    "trace: `momentum` is not a number. Expected a number in [0, 1]; received undefined.",
  ],
  [() => ema(1), "ema: `decay`"],
  [() => addNoise(-1, 0.5, 0), "addNoise: `eta`"],
  [() => addDecayedWeights(Number.NaN), "addDecayedWeights: `weightDecay`"],
  [() => applyEvery(0), "applyEvery: `k`"],
  [() => scaleByLearningRate(-1), "scaleByLearningRate: `learningRate`"],
  [() => scaleBySchedule(1 as unknown as Schedule), "scaleBySchedule: the schedule is no function."],
  [
    () => chain(sgd(0.1), sgd as unknown as ReturnType<typeof sgd>),
    "chain: argument 1 is no gradient transformation. Expected { init, update }; received a function.",
  ],
  [() => chain(), "chain: there is no transformation. Expected at least one; received none."],
  [() => namedChain({}), "namedChain: there is no transformation."],
  [() => multiTransform({}, "a"), "multiTransform: there is no transformation."],
  [() => applyIfFinite(sgd(1), -1), "applyIfFinite: `maxConsecutiveErrors`"],
  [() => accumulateGradients(sgd(1), 1.5), "accumulateGradients: `everyK`"],
  [() => lookahead(sgd(1), { syncPeriod: 0, slowStepSize: 1 }), "lookahead: `syncPeriod`"],
  [
    () => lookahead(sgd(1), { syncPeriod: 5 } as LookaheadOptions),
    "lookahead: `slowStepSize` is not a number.",
  ],
  [() => injectHyperparams((h) => sgd(h.rate), { rate: Number.NaN }), "injectHyperparams: `rate`"],
  [() => injectHyperparams((h) => sgd(h.rate), { rate: -1 }).init({}), "sgd: `learningRate`"],
  [() => linearSchedule(1, 0, 0), "linearSchedule: `transitionSteps`"],
  [() => linearSchedule(1, 0, 5, { transitionBegin: -1 }), "linearSchedule: `transitionBegin`"],
  [() => exponentialDecay(1, 5, 0), "exponentialDecay: `decayRate`"],
  [() => cosineDecaySchedule(1, 0), "cosineDecaySchedule: `decaySteps`"],
  [() => warmupCosineDecaySchedule(0, 1, 8, 8), "Expected a whole number > warmupSteps = 8; received 8."],
  [() => warmupCosineDecaySchedule(0, 0, 1, 8, { endValue: 1 }), "cannot decay from a peak of 0"],
  [() => piecewiseConstantSchedule(1, { 2: -1 }), "piecewiseConstantSchedule: `the scale at 2`"],
  [() => joinSchedules([() => 1, () => 2], []), "joinSchedules: the boundaries do not fit the schedules."],
  [
    () => joinSchedules([() => 1, () => 2, () => 3], [4, 2]),
    "received 3 schedules and the boundaries [4,2].",
  ],
  [() => cyclicSchedule(0, 1, 2, { mode: "up" } as unknown as CyclicOptions), "cyclicSchedule: `mode`"],
  [() => sgdrSchedule([]), "sgdrSchedule: `the number of cycles`"],
  [() => perEpoch(() => 1, 0), "perEpoch: `stepsPerEpoch`"],
])("refuses bad arguments: %s", (make, message) => {
  expect(make).toThrow(message);
});

it.each([
  [
    "a missing branch",
    masked(sgd(1), { a: true }),
    "masked: `mask` has no value for the parameter at `b.c`.",
  ],
  ["a branch too many", masked(sgd(1), { a: true, b: true, d: true }), "masked: `mask` has a value at `d`"],
  [
    "another leaf",
    masked(sgd(1), 1),
    "masked: the mask has another leaf than a boolean. Expected true or false; received 1.",
  ],
  [
    "a label without a transformation",
    multiTransform({ x: sgd(1), y: sgd(2) }, { a: "x", b: "z" }),
    'multiTransform: a label has no transformation. Expected x, y; received "z".',
  ],
])("refuses masks and labels with %s", (_, optimizer, message) => {
  expect(() => optimizer.init({ a: np.ones([1]), b: { c: np.ones([1]) } })).toThrow(message);
});

it("refuses an update without the parameters where they are needed", () => {
  const optimizer = adamw(0.1);
  expect(() => optimizer.update(np.ones([1]), optimizer.init(np.ones([1])))).toThrow(
    "addDecayedWeights: the update needs the parameters. Expected optimizer.update(updates, state, params); received no `params`.",
  );
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
