import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { getBackend, jit, np, random, setBackend } from "../index.ts";

const message =
  'setBackend: no backend is set. Expected a backend before the first tensor; received none. Install one and set it: import { cpu } from "@elegy/backend-cpu"; setBackend(cpu());';

test("without a backend there is no tensor", () => {
  expect(getBackend).toThrow(message);
  expect(() => np.array([1, 2])).toThrow(message);
  expect(() => np.zeros([2])).toThrow(message);
  expect(() => random.key(0)).toThrow(message);
  expect(() => jit(() => np.ones([1]))()).toThrow(message);
});

test("tensors keep the backend they were made on", () => {
  const [a, b] = [reference(), reference()];
  setBackend(a);
  expect(getBackend()).toBe(a);
  const x = np.array([1, 2]);
  setBackend(b);
  expect(x.add(x).dataSync()).toEqual(Int32Array.of(2, 4));
  expect(b.memory().buffers).toBe(0);
  expect(() => x.add(np.array([1, 2]))).toThrow(
    "add: the operands live on different backends. Expected all on one; received i32[2] on reference and i32[2] on another reference (the one that is set).",
  );
});

test("a dtype that the backend has not is an error, at once", () => {
  setBackend({ ...reference(), dtypes: new Set(["float32", "int32"]) });
  expect(() => np.array([1.5], { dtype: "float16" })).toThrow(
    "tensor: the reference backend has no float16. Expected float32, int32; received f16[1].",
  );
  expect(() => np.zeros([], { dtype: "float16" })).toThrow("has no float16");
  expect(() => np.ones([2]).astype("float16")).toThrow("convert: the reference backend has no float16");
});
