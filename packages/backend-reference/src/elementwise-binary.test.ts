import type { DType } from "@elegy/autodiff/spi";
import { describe, test } from "vitest";
import { expectResult, tensor, vector } from "./evaluate.test-support.ts";
import type { binaryKernels } from "./elementwise-binary.ts";

type Binary = keyof typeof binaryKernels;

const least = -(2 ** 31);
const greatest = 2 ** 31 - 1;
const ones = 2 ** 32 - 1;

/** name, dtype, left, right, result */
const exact: [Binary, DType, number[], number[], number[]][] = [
  ["add", "float32", [1, -0, Infinity, 16777216], [2, -0, -Infinity, 1], [3, -0, NaN, 16777216]],
  ["add", "float64", [16777216, 0.1], [1, 0.2], [16777217, 0.30000000000000004]],
  ["add", "int32", [greatest, -1], [1, 1], [least, 0]],
  ["add", "uint32", [ones], [2], [1]],
  ["add", "uint8", [250], [10], [4]],
  ["sub", "float32", [0, 0], [0, -0], [0, 0]],
  ["sub", "int32", [least], [1], [greatest]],
  ["sub", "uint32", [0], [1], [ones]],
  ["mul", "float32", [0, -1, 2 ** 100], [Infinity, 0, 2 ** 100], [NaN, -0, Infinity]],
  ["mul", "int32", [greatest, 65537], [greatest, 65537], [1, 131073]],
  ["mul", "uint32", [ones, 123456789], [ones, 987654321], [1, 4227814277]],
  ["mul", "uint8", [16, 17], [16, 17], [0, 33]],
  ["div", "float32", [1, -1, 0, 1], [0, 0, 0, 3], [Infinity, -Infinity, NaN, 1 / 3]],
  ["div", "int32", [7, -7, 7, -7, 5, 0, least], [2, 2, -2, -2, 0, 0, -1], [3, -3, -3, 3, -1, -1, least]],
  ["div", "uint32", [ones, 5, ones], [2, 0, 1], [greatest, ones, ones]],
  ["div", "uint8", [200, 5], [3, 0], [66, 255]],
  ["rem", "float32", [5.5, -5.5, 5.5, -0, 1, 1], [2, 2, -2, 2, 0, Infinity], [1.5, -1.5, 1.5, -0, NaN, 1]],
  ["rem", "int32", [7, -7, 7, 5, least], [3, 3, -3, 0, -1], [1, -1, 1, 5, 0]],
  ["rem", "uint32", [ones, ones], [10, 0], [5, ones]],
  ["pow", "float32", [2, -8, -8, 0, 0, 4], [10, 3, 1 / 3, 0, -1, -0.5], [1024, -512, NaN, 1, Infinity, 0.5]],
  ["pow", "float32", [1, NaN, -1, NaN, 1], [NaN, 0, -Infinity, 1, Infinity], [1, 1, 1, NaN, 1]],
  ["pow", "int32", [3, 3, -3, 2, 2, 0], [4, 21, 3, 31, 32, 0], [81, 1870418611, -27, least, 0, 1]],
  ["pow", "int32", [1, -1, -1, 2, 0], [-5, -2, -3, -1, -1], [1, 1, -1, 0, 0]],
  ["pow", "uint32", [3, ones, 2], [21, 2, ones], [1870418611, 1, 0]],
  ["atan2", "float64", [0, -0, 0, 1, NaN], [-1, -1, 1, 0, 1], [Math.PI, -Math.PI, 0, Math.PI / 2, NaN]],
  ["max", "float32", [1, NaN, 2, -Infinity], [2, 0, NaN, -1], [2, NaN, NaN, -1]],
  ["max", "int32", [-1, least], [1, greatest], [1, greatest]],
  ["max", "uint32", [1], [ones], [ones]],
  ["max", "bool", [0, 0, 1], [0, 1, 1], [0, 1, 1]],
  ["min", "float64", [1, NaN, 2, -Infinity], [2, 0, NaN, -1], [1, NaN, NaN, -Infinity]],
  ["min", "uint32", [1], [ones], [1]],
  ["min", "bool", [0, 0, 1], [0, 1, 1], [0, 0, 1]],
  ["and", "bool", [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 0, 1]],
  ["and", "uint32", [0xf0f0f0f0], [0xff00ff00], [0xf000f000]],
  ["or", "int32", [1, least], [2, 1], [3, least + 1]],
  ["xor", "uint32", [ones], [1], [ones - 1]],
  ["xor", "bool", [0, 1, 1], [1, 0, 1], [1, 1, 0]],
  ["shiftLeft", "int32", [1, 1, 1, 1, 3], [0, 31, 32, 33, -1], [1, least, 0, 0, 0]],
  ["shiftLeft", "uint32", [1, 3, 1], [31, 31, 32], [2 ** 31, 2 ** 31, 0]],
  ["shiftLeft", "uint8", [0x81, 1], [1, 8], [2, 0]],
  ["shiftRightLogical", "int32", [-1, -1, -1, -1], [0, 1, 31, 32], [-1, greatest, 1, 0]],
  ["shiftRightLogical", "uint32", [ones, ones, ones], [4, 32, 100], [2 ** 28 - 1, 0, 0]],
  ["shiftRightArithmetic", "int32", [-8, -8, 8, 8, -8], [1, 32, 1, 40, -1], [-4, -1, 4, 0, -1]],
  ["shiftRightArithmetic", "uint32", [2 ** 31, 2 ** 31, 8], [31, 32, 1], [ones, ones, 4]],
  ["shiftRightArithmetic", "uint8", [0x80, 0x80, 0x40], [1, 8, 1], [0xc0, 0xff, 0x20]],
];

describe("elementwise, two operands", () => {
  test.each(exact)("%s of %s: %j, %j", (name, dtype, left, right, result) => {
    expectResult(name, {}, [vector(dtype, left), vector(dtype, right)], vector(dtype, result));
  });

  test.each([{ shape: [] }, { shape: [0, 4] }, { shape: [2, 1, 3] }])("of shape $shape", ({ shape }) => {
    const operand = tensor("int32", shape);
    const double = tensor(
      "int32",
      shape,
      [...operand.data].map((x) => 2 * x),
    );
    expectResult("add", {}, [operand, operand], double);
  });
});
