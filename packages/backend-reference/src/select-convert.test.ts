import type { DType } from "@elegy/autodiff/spi";
import { describe, expect, test } from "vitest";
import { evaluate, expectResult, tensor, vector } from "./evaluate.test-support.ts";

const least = -(2 ** 31);
const greatest = 2 ** 31 - 1;
const ones = 2 ** 32 - 1;

test("select", () => {
  const predicate = vector("bool", [1, 0, 1]);
  const result = vector("float32", [1, 20, -0]);
  expectResult(
    "select",
    {},
    [predicate, vector("float32", [1, 2, -0]), vector("float32", [10, 20, NaN])],
    result,
  );
  const scalar = [tensor("bool", [], [0]), tensor("uint8", [], [1]), tensor("uint8", [], [2])];
  expectResult("select", {}, scalar, tensor("uint8", [], [2]));
});

const conversions: [DType, DType, number[], number[]][] = [
  ["float32", "int32", [1.9, -1.9, NaN, Infinity, -Infinity, 3e9], [1, -1, 0, greatest, least, greatest]],
  ["float32", "uint32", [1.9, -1.9, NaN, Infinity, 3e9, 5e9], [1, 0, 0, ones, 3e9, ones]],
  ["float64", "uint8", [1.9, -0.5, 255.9, 256, 1e300, NaN], [1, 0, 255, 255, 255, 0]],
  ["float32", "bool", [0, -0, 0.1, NaN], [0, 0, 1, 1]],
  ["float64", "float32", [0.1, 1e300, 16777217], [0.1, Infinity, 16777216]],
  ["float32", "float64", [0.1], [Math.fround(0.1)]],
  ["int32", "uint32", [-1, least], [ones, 2 ** 31]],
  ["int32", "uint8", [-1, 256, 300], [255, 0, 44]],
  ["uint32", "int32", [ones, 2 ** 31], [-1, least]],
  ["int32", "float32", [16777217, least], [16777216, least]],
  ["uint32", "float64", [ones], [ones]],
  ["int32", "bool", [0, 256, -1], [0, 1, 1]],
  ["bool", "float32", [0, 1], [0, 1]],
  ["uint8", "int32", [255], [255]],
];

describe("convert", () => {
  test.each(conversions)("%s to %s: %j", (from, dtype, operand, result) => {
    expectResult("convert", { dtype }, [vector(from, operand)], vector(dtype, result));
  });
});

describe("bitcast", () => {
  test.each<[DType, DType, number[], number[]]>([
    ["float32", "uint32", [1, -0, Infinity], [0x3f800000, 2 ** 31, 0x7f800000]],
    ["float32", "int32", [-0, 1], [least, 0x3f800000]],
    ["uint32", "float32", [0x3f800000, 0xc0000000, 0x7fc00000], [1, -2, NaN]],
    ["int32", "uint32", [-1], [ones]],
    ["uint32", "float32", [], []],
  ])("%s to %s: %j", (from, dtype, operand, result) => {
    expectResult("bitcast", { dtype }, [vector(from, operand)], vector(dtype, result));
  });

  test("leaves its operand alone", () => {
    const operand = vector("float32", [1]);
    evaluate("bitcast", { dtype: "int32" }, [operand], [{ shape: [1], dtype: "int32" }]);
    expect(operand.data).toStrictEqual(new Float32Array([1]));
  });
});
