import { describe, expect, test } from "vitest";
import { type DType, hostArray } from "./dtype.ts";
import { formatTensor } from "./format-tensor.ts";
import figures from "./numpy-text.test-support.json" with { type: "json" };

test.each(figures.cases)("as NumPy: $text", ({ shape, dtype, data, text }) => {
  const host = hostArray(dtype as DType, data.length);
  data.forEach((value, i) => (host[i] = Number(value)));
  const shown = formatTensor(host, shape, dtype as DType);
  expect(shown.startsWith(`Tensor(${text},`), shown).toBe(true);
  expect(shown.endsWith(`dtype=${dtype})`), shown).toBe(true);
});

describe("around the elements", () => {
  const ones = (...shape: readonly number[]): string =>
    formatTensor(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape, "float32");

  test("stands the dtype", () => {
    expect(ones(2, 2)).toBe("Tensor([[1. 1.]\n        [1. 1.]], dtype=float32)");
    expect(ones()).toBe("Tensor(1., dtype=float32)");
  });

  test("stands the shape, where the brackets do not tell it", () => {
    expect(ones(0, 3)).toBe("Tensor([], shape=[0,3], dtype=float32)");
    expect(ones(2000)).toBe("Tensor([1. 1. 1. ... 1. 1. 1.], shape=[2000], dtype=float32)");
  });

  test("the dtype goes to a line of its own if there is no room", () => {
    expect(ones(18)).toBe(
      "Tensor([1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1.],\n       dtype=float32)",
    );
    expect(ones(20).split("\n")).toHaveLength(2);
  });
});
