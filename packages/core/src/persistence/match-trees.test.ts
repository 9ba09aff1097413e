import { evalShape, np, setBackend } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import { States } from "../states/states.ts";
import { hostTensor } from "./host-tensor.ts";
import { matchTrees } from "./match-trees.ts";

beforeAll(() => setBackend(reference()));

const host = (shape: readonly number[], dtype: "float32" | "int32" = "float32"): unknown => {
  const size = shape.reduce((a, b) => a * b, 1);
  return hostTensor({
    dtype,
    shape,
    data: dtype === "int32" ? new Int32Array(size) : new Float32Array(size),
  });
};

it("finds nothing where structure, shapes and dtypes agree", () => {
  const expected = new States({ netParams: [np.zeros([2, 3]), { b: np.zeros([]) }], extra: null, step: 1 });
  const received = { step: 5, netParams: [host([2, 3]), { b: host([]) }], extra: null };
  expect(matchTrees(expected, received)).toEqual([]);
});

it("takes specs, such as evalShape gives", () => {
  const specs = evalShape((x) => ({ y: x.sum(), z: x }), np.zeros([2]));
  expect(matchTrees(specs, { y: host([]), z: host([2]) })).toEqual([]);
});

it.each([
  [
    "netParams.0",
    { netParams: [host([784, 10])] },
    { netParams: [host([784, 11])] },
    "f32[784,10]",
    "f32[784,11]",
  ],
  ["a", { a: host([2]) }, { a: host([2], "int32") }, "f32[2]", "i32[2]"],
  ["a.w", { a: { w: host([2]) } }, { a: {} }, "f32[2]", "nothing there"],
  ["a.w", { a: {} }, { a: { w: host([2]) } }, "nothing there", "f32[2]"],
  ["1", [1], [1, 2], "nothing there", "a number"],
  ["a", { a: null }, { a: undefined }, "null", "undefined"],
  ["a", { a: [1, 2] }, { a: { 0: 1 } }, "an array of 2", "an object with `0`"],
  ["a", { a: {} }, { a: "x" }, "an empty object", "a string"],
  ["", host([1]), { a: 1 }, "f32[1]", "an object with `a`"],
])("names the place %j", (path, expected, received, expectedText, receivedText) => {
  expect(matchTrees(expected, received)).toEqual([{ path, expected: expectedText, received: receivedText }]);
});

it("lists all places in order", () => {
  const differences = matchTrees({ a: 1, b: host([1]), c: [1] }, { b: host([2]), c: [true], d: 1 });
  expect(differences.map(({ path }) => path)).toEqual(["a", "b", "c.0", "d"]);
});
