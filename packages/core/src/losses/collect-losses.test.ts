import { jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import { asLoss } from "./as-loss.ts";
import { collectLosses, type LossStructure } from "./collect-losses.ts";
import type { Loss, LossInputs } from "./loss.ts";
import { lossOf } from "./loss-of.ts";
import { MeanSquaredError } from "./mean-squared-error.ts";
import { SparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";
import { sumLosses } from "./sum-losses.ts";

beforeAll(() => setBackend(reference()));

const names = (structure: LossStructure): string[] => collectLosses(structure).map(({ name }) => name);
const lossFn = (): Tensor => np.full([], 3, { dtype: "float32" });
const mse = (): Tensor => np.full([], 1, { dtype: "float32" });

it("names losses as Elegy does", () => {
  expect(names(new SparseCategoricalCrossentropy())).toEqual(["sparse_categorical_crossentropy_loss"]);
  expect(names({ a: { b: [lossFn, lossFn], c: [lossFn] } })).toEqual([
    "a/b/lossFn",
    "a/b/lossFn_1",
    "a/c/lossFn",
  ]);
  expect(names({ a: new MeanSquaredError({ name: "loss_fn" }), b: mse })).toEqual([
    "a/loss_fn",
    "b/mse_loss",
  ]);
  expect(names([mse, mse, new MeanSquaredError({ name: "mse" })])).toEqual([
    "mse_loss",
    "mse_1_loss",
    "mse_2_loss",
  ]);
  expect(names([new MeanSquaredError({ name: "a" }), new MeanSquaredError({ name: "a_loss" })])).toEqual([
    "a_loss",
    "a_loss_1",
  ]);
  expect(names({ mse })).toEqual(["mse_loss"]);
  expect(names([() => lossFn()])).toEqual(["loss_1"]);
  expect(names(null)).toEqual([]);
});

it("keeps the order and the path", () => {
  const collected = collectLosses({ z: [mse, { y: lossFn }], a: null });
  expect(collected.map(({ path }) => path)).toEqual([
    ["z", 0],
    ["z", 1, "y"],
  ]);
});

it("refuses what is no loss", () => {
  expect(() => collectLosses([MeanSquaredError as unknown as Loss])).toThrow(
    "losses: this is no loss. Expected a loss, a function of { yTrue, yPred, … }, or arrays and objects of these; received the class MeanSquaredError. Did you mean new MeanSquaredError()?",
  );
  expect(() => collectLosses({ a: "mse" } as unknown as LossStructure)).toThrow("received string mse.");
});

it("sums losses", async () => {
  const collected = collectLosses([lossFn, lossFn, new MeanSquaredError({ reduction: "none" })]);
  const inputs = { yTrue: np.array([1, 1]), yPred: np.array([2, 4]) };
  for (const sum of [sumLosses, jit(sumLosses, { static: [0] })]) {
    const { total, values } = sum(collected, inputs);
    expect(await total.item()).toBe(11);
    expect(await values["loss"]?.item()).toBe(11);
    expect(await values["mean_squared_error_loss"]?.item()).toBe(5);
  }
  expect(Object.keys(sumLosses(collected, inputs).values)).toEqual([
    "loss",
    "lossFn",
    "lossFn_1",
    "mean_squared_error_loss",
  ]);
  expect(await sumLosses([], inputs).total.item()).toBe(0);
});

it("names the values of a loss that is several", async () => {
  const perSample = (yTrue: Tensor, yPred: Tensor): Readonly<Record<string, Tensor>> => ({
    a: yPred.sub(yTrue).astype("float32"),
    b: yPred.astype("float32"),
  });
  const d = lossOf({ operation: "D", options: {}, perSample });
  const foo = lossOf({
    operation: "D",
    options: { name: "foo_loss", reduction: "none", weight: 2 },
    perSample,
  });
  const twice = ({ yPred }: LossInputs): Readonly<Record<string, Tensor>> => ({ a: yPred.mean() });
  const collected = collectLosses({ g: [d, foo], h: mse, twice });
  const inputs = { yTrue: np.array([1, 1]), yPred: np.array([2, 4]), sampleWeight: np.array([1, 0]) };
  const { total, values, parts } = sumLosses(collected, { ...inputs, sampleWeight: null }, ["twice/a_loss"]);
  // As elegy does, of a loss D that returns { a, b }.
  expect(parts).toEqual({
    "g/d_loss": { "g/d/a_loss": expect.anything() as Tensor, "g/d/b_loss": expect.anything() as Tensor },
    "g/foo_loss": {
      "g/foo_loss/a": expect.anything() as Tensor,
      "g/foo_loss/b": expect.anything() as Tensor,
    },
    twice_loss: { "twice/a_loss_1": expect.anything() as Tensor },
  });
  expect(await parts["g/foo_loss"]?.["g/foo_loss/a"]?.item()).toBe(4);
  expect(await values["g/d_loss"]?.item()).toBe(5);
  expect(await total.item()).toBe(5 + 10 + 1 + 3);
  expect(await sumLosses(collectLosses(d), inputs).total.item()).toBe(0.5 + 1);
  expect(() => sumLosses(collectLosses({ twice }), inputs)).toThrow(
    "twice.a: `sampleWeight` would be ignored.",
  );
});

const weighted = (): LossInputs => ({
  yTrue: np.array([1, 0]),
  yPred: np.array([2, 4]),
  sampleWeight: np.array([1, 0.5]),
});

it("weighs and averages the values of a function", async () => {
  const difference = asLoss(({ yTrue, yPred }: LossInputs) => yPred.sub(yTrue).astype("float32"));
  expect(await difference.call({ ...weighted(), sampleWeight: null }).item()).toBe(2.5);
  expect(await difference.call(weighted()).item()).toBe(1.5);
  expect(await difference.call({ ...weighted(), classWeight: np.array([10, 1]) }).item()).toBe(10.5);
});

it("leaves the weights to a function that asks for them", async () => {
  const own = asLoss(({ yTrue, yPred, sampleWeight }: LossInputs) => yPred.sub(yTrue).mul(sampleWeight ?? 1));
  expect(await own.call(weighted()).item()).toBe(1.5);
});

it("never drops weights silently", async () => {
  const mean = asLoss(function error({ yTrue, yPred }: LossInputs) {
    return yPred.sub(yTrue).mean();
  });
  expect(() => mean.call(weighted())).toThrow(
    "error: `sampleWeight` would be ignored. Expected one value per sample, f32[batch]; received f32[]. Do not reduce over the samples, or take `sampleWeight`",
  );
  const penalty = asLoss(({ states }: LossInputs) => (states as { w: Tensor }).w.square().sum());
  expect(await penalty.call({ ...weighted(), states: { w: np.array([1.5, 2]) } }).item()).toBe(6.25);
});

it("refuses results that cannot be a loss", () => {
  const failing =
    (result: unknown): (() => Tensor) =>
    () =>
      asLoss(() => result as Tensor).call(weighted());
  expect(failing(3)).toThrow(
    "loss: the loss is not a float tensor. Expected f32[], or f32[batch], or an object of these; received number.",
  );
  expect(failing({ a: np.zeros([]), b: 3 })).toThrow("received number.");
  expect(failing({})).toThrow("received an empty object.");
  expect(failing(np.array(3))).toThrow("received i32[].");
  expect(failing(Promise.resolve())).toThrow("a loss may not be asynchronous");
});
