import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { type DType, jit, lax, np, setBackend, type Tensor } from "../index.ts";
import { promote } from "./promotion.ts";

beforeEach(() => setBackend(reference()));

// jax.numpy.promote_types with 64-bit types off; then with the Python values True, 1 and 0.5.
const dtypes = ["bool", "uint8", "uint32", "int32", "float16", "float32"] as const;
const table: Readonly<Record<(typeof dtypes)[number], readonly DType[]>> = {
  bool: ["bool", "uint8", "uint32", "int32", "float16", "float32", "bool", "int32", "float32"],
  uint8: ["uint8", "uint8", "uint32", "int32", "float16", "float32", "uint8", "uint8", "float32"],
  uint32: ["uint32", "uint32", "uint32", "int32", "float16", "float32", "uint32", "uint32", "float32"],
  int32: ["int32", "int32", "int32", "int32", "float16", "float32", "int32", "int32", "float32"],
  float16: [
    "float16",
    "float16",
    "float16",
    "float16",
    "float16",
    "float32",
    "float16",
    "float16",
    "float16",
  ],
  float32: [
    "float32",
    "float32",
    "float32",
    "float32",
    "float32",
    "float32",
    "float32",
    "float32",
    "float32",
  ],
};
const numbers = [
  { dtype: "bool", weak: true },
  { dtype: "int32", weak: true },
  { dtype: "float32", weak: true },
] as const;

describe("as in JAX", () => {
  test.each(dtypes)("%s with each", (dtype) => {
    const others = [...dtypes.map((other) => ({ dtype: other, weak: false })), ...numbers];
    expect(others.map((other) => promote([{ dtype, weak: false }, other]))).toEqual(table[dtype]);
    expect(others.map((other) => promote([other, { dtype, weak: false }]))).toEqual(table[dtype]);
  });

  test("numbers among themselves", () => {
    expect(promote([numbers[0], numbers[1]])).toBe("int32");
    expect(promote([numbers[1], numbers[2]])).toBe("float32");
  });
});

describe("operations", () => {
  const int = (): Tensor => np.array([1, 2]);
  const float = (): Tensor => np.array([0.5, 1.5]);

  test.each([
    ["int32 + number", () => int().add(1), "int32"],
    ["int32 + fraction", () => int().add(0.5), "float32"],
    ["int32 / int32", () => int().div(int()), "float32"],
    ["int32 / number", () => int().div(2), "float32"],
    ["int32 + float32", () => int().add(float()), "float32"],
    ["float32 + true", () => float().add(true), "float32"],
    ["bool + number", () => np.array([true]).add(1), "int32"],
    ["number + number", () => np.add(1, 2), "int32"],
    ["number + fraction", () => np.add(1, 0.5), "float32"],
    ["uint8 + float32", () => np.array([1], { dtype: "uint8" }).add(float()), "float32"],
    ["uint8 / number", () => np.array([255], { dtype: "uint8" }).div(255), "float32"],
    ["float64 + fraction", () => np.array([1], { dtype: "float64" }).add(0.1), "float64"],
    ["float64 · float32", () => np.array([1], { dtype: "float64" }).mul(np.array([1.5])), "float64"],
    ["exp of int32", () => int().exp(), "float32"],
    ["exp of float64", () => np.array([1], { dtype: "float64" }).exp(), "float64"],
    ["mean of int32", () => int().mean(), "float32"],
    ["sum of bool", () => np.array([true, true]).sum(), "int32"],
    ["sum of uint8", () => np.array([200, 100], { dtype: "uint8" }).sum(), "uint32"],
    ["where with numbers", () => np.where(np.array([true]), 1, 0.5), "float32"],
    ["comparison", () => int().less(1.5), "bool"],
    ["dot of int32 and float32", () => np.dot(int(), float()), "float32"],
    ["concatenate", () => np.concatenate([int(), np.array([true])]), "int32"],
  ] as const)("%s", (_name, run, dtype) => {
    expect(run().dtype).toBe(dtype);
  });

  test("a number that the dtype cannot hold is an error", () => {
    expect(() => np.array([1], { dtype: "uint32" }).add(-1)).toThrow(
      'constant: the number does not fit its dtype. Expected a whole number in the range of uint32; received -1. Convert the other operand first: x.astype("float32").',
    );
    expect(() => int().add(2 ** 31)).toThrow("in the range of int32; received 2147483648");
  });

  test("uint8 is for storage", () => {
    const pixels = np.array([1, 2], { dtype: "uint8" });
    expect(() => pixels.add(pixels)).toThrow(
      'add: not defined for uint8. Expected float64 or float32 or float16 or int32 or uint32; received u8[2]. Convert first: x.astype("float32").',
    );
    expect(() => jit((x: Tensor) => x.mul(2))(pixels)).toThrow("mul: not defined for uint8");
  });

  test("what is no number and no tensor is an error", () => {
    const add = (y: unknown) => () => float().add(y as Tensor);
    expect(add(undefined)).toThrow(
      "np.add: an operand is not a tensor. Expected a tensor or a number; received undefined.",
    );
    expect(add([1, 2])).toThrow("received [1,2]. Numbers in arrays become a tensor with np.array([…]).");
    expect(add("1")).toThrow(`received "1"`);
    expect(() => np.exp(null as unknown as Tensor)).toThrow("np.exp: an operand is not a tensor.");
    expect(() => lax.add(float(), 1 as unknown as Tensor)).toThrow("add: an operand is not a tensor.");
    expect(() => np.dot(float(), undefined as unknown as Tensor)).toThrow(
      "np.dot: an operand is not a tensor.",
    );
  });
});
