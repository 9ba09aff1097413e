import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { nn, np, setBackend, type Tensor } from "../index.ts";

beforeEach(() => setBackend(reference()));

// As in NumPy, where the axis may stand alone: without types it would be overlooked.
const axis = 1 as unknown as { axis: number };
const x = (): Tensor => np.ones([2, 2]);

test.each<readonly [string, () => unknown]>([
  ["np.sum", () => np.sum(x(), axis)],
  ["np.cumsum", () => np.cumsum(x(), axis)],
  ["np.concatenate", () => np.concatenate([x()], axis)],
  ["np.stack", () => np.stack([x()], axis)],
  ["np.sort", () => np.sort(x(), axis)],
  ["np.argsort", () => np.argsort(x(), axis)],
  ["np.take", () => np.take(x(), [0], axis)],
  ["np.takeAlongAxis", () => np.takeAlongAxis(x(), np.array([[0]]), axis)],
  ["np.repeat", () => np.repeat(x(), 2, axis)],
  ["np.roll", () => np.roll(x(), 1, axis)],
  ["np.split", () => np.split(x(), 2, axis)],
  ["nn.softmax", () => nn.softmax(x(), axis)],
  ["nn.logSoftmax", () => nn.logSoftmax(x(), axis)],
])("%s wants the axis named", (name, run) => {
  expect(run).toThrow(`${name}: the options are not an object.`);
  expect(run).toThrow("Name the axis: { axis: 1 }.");
});
