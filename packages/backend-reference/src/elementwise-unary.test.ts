import type { DType } from "@elegy/autodiff/spi";
import { describe, expect, test } from "vitest";
import { evaluate, expectResult, tensor, vector } from "./evaluate.test-support.ts";
import type { unaryKernels } from "./elementwise-unary.ts";

type Unary = keyof typeof unaryKernels;

const least = -(2 ** 31);

/** name, dtype, operand, result */
const exact: [Unary, DType, number[], number[]][] = [
  ["neg", "float32", [1, -0, 0, Infinity, NaN], [-1, 0, -0, -Infinity, NaN]],
  ["neg", "int32", [1, 0, least], [-1, 0, least]],
  ["neg", "uint32", [1, 0], [0xffffffff, 0]],
  ["sign", "float32", [-3, -0, 0, 7, NaN, -Infinity], [-1, -0, 0, 1, NaN, -1]],
  ["sign", "int32", [-3, 0, 7], [-1, 0, 1]],
  ["sign", "uint32", [0, 0xffffffff], [0, 1]],
  ["abs", "float64", [-0, -2.5, -Infinity, NaN], [0, 2.5, Infinity, NaN]],
  ["abs", "int32", [-5, least], [5, least]],
  ["floor", "float32", [1.5, -1.5, -0, Infinity], [1, -2, -0, Infinity]],
  ["ceil", "float32", [1.5, -1.5, -0.5], [2, -1, -0]],
  ["round", "float32", [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.3, -0.3], [0, 2, 2, -0, -2, -2, 0, -0]],
  [
    "round",
    "float64",
    [0.49999999999999994, 2 ** 52 + 1, NaN, -Infinity, -0],
    [0, 2 ** 52 + 1, NaN, -Infinity, -0],
  ],
  ["exp", "float32", [0, -Infinity, Infinity, NaN, 89], [1, 0, Infinity, NaN, Infinity]],
  ["expm1", "float32", [0, -0, 1e-10, -Infinity], [0, -0, 1e-10, -1]],
  ["log", "float32", [1, 0, -0, -1, Infinity], [0, -Infinity, -Infinity, NaN, Infinity]],
  ["log1p", "float32", [-0, 1e-10, -1, -2], [-0, 1e-10, -Infinity, NaN]],
  ["sqrt", "float32", [2, -0, -1, Infinity], [Math.SQRT2, -0, NaN, Infinity]],
  ["rsqrt", "float32", [4, 0, Infinity, -1], [0.5, Infinity, 0, NaN]],
  ["sin", "float64", [-0, Math.PI / 2, Infinity], [-0, 1, NaN]],
  ["cos", "float64", [0, Math.PI, -Infinity], [1, -1, NaN]],
  ["tanh", "float32", [-0, 40, -Infinity, NaN], [-0, 1, -1, NaN]],
  ["tan", "float64", [-0, Math.PI / 4, Infinity], [-0, Math.tan(Math.PI / 4), NaN]],
  ["asin", "float64", [-0, 1, 1.1], [-0, Math.PI / 2, NaN]],
  ["acos", "float64", [1, -1, -1.1], [0, Math.PI, NaN]],
  ["atan", "float64", [-0, Infinity, 1], [-0, Math.PI / 2, Math.PI / 4]],
  ["sinh", "float32", [-0, 90, -Infinity], [-0, Infinity, -Infinity]],
  ["cosh", "float32", [-0, 90, -Infinity], [1, Infinity, Infinity]],
  ["asinh", "float32", [-0, -Infinity, NaN], [-0, -Infinity, NaN]],
  ["acosh", "float32", [1, 0.5, Infinity], [0, NaN, Infinity]],
  ["atanh", "float32", [-0, 1, -1, 2], [-0, Infinity, -Infinity, NaN]],
  ["erf", "float32", [-0, 10, -Infinity, NaN], [-0, 1, -1, NaN]],
  ["erfc", "float32", [-0, Infinity, -Infinity, NaN], [1, 0, 2, NaN]],
  ["erfInv", "float64", [-0, 1, -1, 2, NaN], [-0, Infinity, -Infinity, NaN, NaN]],
  ["erfInv", "float32", [-0, 1, -1, 2, NaN], [-0, Infinity, -Infinity, NaN, NaN]],
  ["cbrt", "float64", [-0, -8, Infinity], [-0, -2, Infinity]],
  ["populationCount", "int32", [0, -1, least, 5], [0, 32, 1, 2]],
  ["populationCount", "uint32", [0xffffffff, 0x10101010], [32, 4]],
  ["not", "bool", [0, 1], [1, 0]],
  ["not", "int32", [0, -1, 5], [-1, 0, -6]],
  ["not", "uint32", [0, 0xffffffff], [0xffffffff, 0]],
  ["not", "uint8", [0, 0xf0], [255, 0x0f]],
  ["copy", "uint8", [0, 255], [0, 255]],
];

describe("elementwise, one operand", () => {
  test.each(exact)("%s of %s: %j", (name, dtype, operand, result) => {
    expectResult(name, {}, [vector(dtype, operand)], vector(dtype, result));
  });

  test("float64 is not rounded to float32", () => {
    expectResult("sqrt", {}, [vector("float64", [2])], vector("float64", [Math.SQRT2]));
    expect(Math.fround(Math.SQRT2)).not.toBe(Math.SQRT2);
  });

  test.each([{ shape: [] }, { shape: [0] }, { shape: [2, 0, 3] }, { shape: [1, 2, 1, 3, 2] }])(
    "of shape $shape",
    ({ shape }) => {
      const operand = tensor("float32", shape);
      const [result] = evaluate("neg", {}, [operand], [operand.spec]);
      expect(result).toStrictEqual(new Float32Array(operand.data.map((x) => -x)));
    },
  );
});
