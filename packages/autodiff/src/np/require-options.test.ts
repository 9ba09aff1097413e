import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { nn, np, setBackend, type Tensor } from "../index.ts";

beforeEach(() => setBackend(reference()));

// As in NumPy, where the axis may stand alone: without types it would be overlooked.
const alone = 1 as unknown as Axis;
/** As Keras and tfjs write it. */
const misspelt = { axis: 1, keepDims: true };
const x = (): Tensor => np.ones([2, 2]);

/** Calls with options that the checker would refuse. */
const CALLS: readonly (readonly [string, (options: Axis) => unknown])[] = [
  ["np.sum", (options) => np.sum(x(), options)],
  ["np.mean", (options) => np.mean(x(), options)],
  ["np.max", (options) => np.max(x(), options)],
  ["np.any", (options) => np.any(x(), options)],
  ["np.argmax", (options) => np.argmax(x(), options)],
  ["np.variance", (options) => np.var(x(), options)],
  ["np.cumsum", (options) => np.cumsum(x(), options)],
  ["np.concatenate", (options) => np.concatenate([x()], options)],
  ["np.stack", (options) => np.stack([x()], options)],
  ["np.sort", (options) => np.sort(x(), options)],
  ["np.argsort", (options) => np.argsort(x(), options)],
  ["np.take", (options) => np.take(x(), [0], options)],
  ["np.takeAlongAxis", (options) => np.takeAlongAxis(x(), np.array([[0]]), options)],
  ["np.repeat", (options) => np.repeat(x(), 2, options)],
  ["np.roll", (options) => np.roll(x(), 1, options)],
  ["np.split", (options) => np.split(x(), 2, options)],
  ["nn.softmax", (options) => nn.softmax(x(), options)],
  ["nn.logSoftmax", (options) => nn.logSoftmax(x(), options)],
];

interface Axis {
  readonly axis: number;
}

test.each(CALLS)("%s wants the axis named", (name, run) => {
  expect(() => run(alone)).toThrow(`${name}: the options are not an object.`);
  expect(() => run(alone)).toThrow("Name the axis: { axis: 1 }.");
});

test.each(CALLS)("%s reads no option over", (name, run) => {
  expect(() => run(misspelt)).toThrow(`${name}: there is no option \`keepDims\`. Expected { axis`);
});
