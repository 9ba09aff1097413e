import { type CoreName, type DType, hostArray, type TypedArray } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import {
  evaluate,
  evaluateNode,
  GraphBuilder,
  RandomNumbers,
} from "../../testing/graph-builder.test-support.ts";

const SPECIAL = [0, -0, NaN, Infinity, -Infinity, 1, -1, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 1e-45, 3e38, -3e38];
const SIZES = [0, 1, 3, 4, 5, 17, 100];
const INT_SPECIAL = [0, 1, -1, 2, -2, 31, 32, 33, 2 ** 31 - 1, -(2 ** 31), 7, -7];

type Scalar = (...operands: number[]) => number;

interface Case {
  readonly name: CoreName;
  readonly dtypes: Readonly<Partial<Record<DType, Scalar>>>;
  readonly arity: 1 | 2;
  /** Of the result; by default that of the operands. */
  readonly result?: DType;
  /** Allowed error relative to the result. */
  readonly tolerance?: number;
}

const i32 =
  (formula: Scalar): Scalar =>
  (x, y) =>
    formula(x, y) | 0;
const u32 =
  (formula: Scalar): Scalar =>
  (x, y) =>
    formula(x, y) >>> 0;
const both = (formula: Scalar): Case["dtypes"] => ({ int32: i32(formula), uint32: u32(formula) });
const power = (x: number, y: number): number => {
  if (y < 0) return x === 1 ? 1 : x === -1 ? (y % 2 === 0 ? 1 : -1) : 0;
  return Number(BigInt.asIntN(32, modularPower(BigInt(x), BigInt(y))));
};

function modularPower(x: bigint, y: bigint): bigint {
  let [base, exponent, result] = [BigInt.asUintN(32, x), y, 1n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = BigInt.asUintN(32, result * base);
    base = BigInt.asUintN(32, base * base);
  }
  return result;
}

function roundEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Object.is(x, -0) || (x < 0 && x >= -0.5) ? -0 : Math.round(x);
  const even = below % 2 === 0 ? below : below + 1;
  return even === 0 && x < 0 ? -0 : even;
}

function countOnes(x: number): number {
  return x.toString(2).replaceAll("0", "").length;
}

const mul: Scalar = (x = 0, y = 0) => Math.imul(x, y);

const CASES: readonly Case[] = [
  { name: "neg", arity: 1, dtypes: { float32: (x = 0) => -x, ...both((x = 0) => -x) } },
  {
    name: "sign",
    arity: 1,
    dtypes: { float32: Math.sign, int32: Math.sign, uint32: Math.sign },
  },
  { name: "abs", arity: 1, dtypes: { float32: Math.abs, int32: i32(Math.abs) } },
  { name: "floor", arity: 1, dtypes: { float32: Math.floor } },
  { name: "ceil", arity: 1, dtypes: { float32: Math.ceil } },
  { name: "round", arity: 1, dtypes: { float32: roundEven } },
  { name: "exp", arity: 1, dtypes: { float32: Math.exp }, tolerance: 3e-7 },
  { name: "expm1", arity: 1, dtypes: { float32: Math.expm1 }, tolerance: 3e-7 },
  { name: "log", arity: 1, dtypes: { float32: Math.log }, tolerance: 3e-7 },
  { name: "log1p", arity: 1, dtypes: { float32: Math.log1p }, tolerance: 3e-7 },
  { name: "sqrt", arity: 1, dtypes: { float32: Math.sqrt } },
  { name: "rsqrt", arity: 1, dtypes: { float32: (x = 0) => 1 / Math.sqrt(x) }, tolerance: 3e-7 },
  { name: "sin", arity: 1, dtypes: { float32: Math.sin }, tolerance: 3e-7 },
  { name: "cos", arity: 1, dtypes: { float32: Math.cos }, tolerance: 3e-7 },
  { name: "tanh", arity: 1, dtypes: { float32: Math.tanh }, tolerance: 3e-7 },
  { name: "tan", arity: 1, dtypes: { float32: Math.tan }, tolerance: 3e-7 },
  { name: "asin", arity: 1, dtypes: { float32: Math.asin }, tolerance: 3e-7 },
  { name: "acos", arity: 1, dtypes: { float32: Math.acos }, tolerance: 3e-7 },
  { name: "atan", arity: 1, dtypes: { float32: Math.atan }, tolerance: 3e-7 },
  { name: "sinh", arity: 1, dtypes: { float32: Math.sinh }, tolerance: 3e-7 },
  { name: "cosh", arity: 1, dtypes: { float32: Math.cosh }, tolerance: 3e-7 },
  { name: "asinh", arity: 1, dtypes: { float32: Math.asinh }, tolerance: 3e-7 },
  { name: "acosh", arity: 1, dtypes: { float32: Math.acosh }, tolerance: 3e-7 },
  { name: "atanh", arity: 1, dtypes: { float32: Math.atanh }, tolerance: 3e-7 },
  { name: "cbrt", arity: 1, dtypes: { float32: Math.cbrt }, tolerance: 3e-7 },
  { name: "atan2", arity: 2, dtypes: { float32: Math.atan2 }, tolerance: 3e-7 },
  { name: "isFinite", arity: 1, dtypes: { float32: (x) => Number(Number.isFinite(x)) }, result: "bool" },
  { name: "populationCount", arity: 1, dtypes: both((x = 0) => countOnes(x >>> 0)) },
  {
    name: "not",
    arity: 1,
    dtypes: { ...both((x = 0) => ~x), bool: (x) => 1 - (x ?? 0), uint8: (x = 0) => ~x & 255 },
  },
  { name: "add", arity: 2, dtypes: { float32: (x = 0, y = 0) => x + y, ...both((x = 0, y = 0) => x + y) } },
  { name: "sub", arity: 2, dtypes: { float32: (x = 0, y = 0) => x - y, ...both((x = 0, y = 0) => x - y) } },
  { name: "mul", arity: 2, dtypes: { float32: (x = 0, y = 0) => x * y, ...both(mul) } },
  {
    name: "div",
    arity: 2,
    dtypes: {
      float32: (x = 0, y = 0) => x / y,
      int32: i32((x = 0, y = 0) => (y === 0 ? -1 : x / y)),
      uint32: u32((x = 0, y = 0) => (y === 0 ? -1 : x / y)),
    },
  },
  {
    name: "rem",
    arity: 2,
    dtypes: { float32: (x = 0, y = 0) => x % y, ...both((x = 0, y = 0) => (y === 0 ? x : x % y)) },
  },
  {
    name: "pow",
    arity: 2,
    dtypes: {
      float32: (x = 0, y = 0) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
      int32: i32(power),
      uint32: u32(power),
    },
    tolerance: 3e-7,
  },
  {
    name: "max",
    arity: 2,
    dtypes: { float32: Math.max, int32: Math.max, uint32: Math.max, uint8: Math.max, bool: Math.max },
  },
  {
    name: "min",
    arity: 2,
    dtypes: { float32: Math.min, int32: Math.min, uint32: Math.min, uint8: Math.min, bool: Math.min },
  },
  { name: "and", arity: 2, dtypes: { ...both((x = 0, y = 0) => x & y), bool: (x = 0, y = 0) => x & y } },
  { name: "or", arity: 2, dtypes: { ...both((x = 0, y = 0) => x | y), uint8: (x = 0, y = 0) => x | y } },
  { name: "xor", arity: 2, dtypes: { ...both((x = 0, y = 0) => x ^ y), bool: (x = 0, y = 0) => x ^ y } },
  { name: "shiftLeft", arity: 2, dtypes: both((x = 0, y = 0) => (y >>> 0 < 32 ? x << y : 0)) },
  { name: "shiftRightLogical", arity: 2, dtypes: both((x = 0, y = 0) => (y >>> 0 < 32 ? x >>> y : 0)) },
  { name: "shiftRightArithmetic", arity: 2, dtypes: both((x = 0, y = 0) => x >> (y >>> 0 < 32 ? y : 31)) },
  ...(
    [
      ["eq", (x = 0, y = 0) => Number(x === y)],
      ["ne", (x = 0, y = 0) => Number(x !== y)],
      ["lt", (x = 0, y = 0) => Number(x < y)],
      ["le", (x = 0, y = 0) => Number(x <= y)],
      ["gt", (x = 0, y = 0) => Number(x > y)],
      ["ge", (x = 0, y = 0) => Number(x >= y)],
    ] satisfies [CoreName, Scalar][]
  ).map(([name, formula]): Case => {
    const dtypes = { float32: formula, int32: formula, uint32: formula, uint8: formula, bool: formula };
    return { name, arity: 2, result: "bool", dtypes };
  }),
];

/** Random numbers with special ones among them, every pair of which meets for large sizes. */
function operand(dtype: DType, size: number, step: number, random: RandomNumbers): TypedArray {
  const data = random.array(dtype, size);
  const special = dtype === "float32" ? SPECIAL : dtype === "bool" || dtype === "uint8" ? [] : INT_SPECIAL;
  for (let index = 0; index < Math.min(size, special.length ** 2); index++) {
    data[index] = special[step === 0 ? index % special.length : Math.floor(index / special.length)] ?? 0;
  }
  return data;
}

describe.each(CASES)("$name", ({ name, arity, dtypes, result, tolerance = 0 }) => {
  it.each(Object.entries(dtypes) as [DType, Scalar][])("%s", (dtype, formula) => {
    const random = new RandomNumbers();
    for (const size of [...SIZES, 300]) {
      const operands = [0, 1].slice(0, arity).map((step) => operand(dtype, size, step, random));
      const actual = evaluateNode(
        name,
        operands.map((data) => ({ data, shape: [size], dtype })),
        { shape: [size], dtype: result ?? dtype },
        {},
      );
      const expected = hostArray(result ?? dtype, size);
      for (let index = 0; index < size; index++)
        expected[index] = formula(...operands.map((data) => data[index] ?? 0));
      for (const [index, value] of expected.entries()) {
        const got = actual[index] ?? NaN;
        if (Object.is(got, value)) continue;
        const near = Math.abs(got - value) <= tolerance * Math.abs(value);
        expect
          .soft(near, `${operands.map((data) => data[index]).join(", ")}: ${got}, not ${value}`)
          .toBe(true);
      }
    }
  });
});

describe.each([
  ["max", Math.max],
  ["min", Math.min],
] as const)("%s beside a known number", (name, formula) => {
  it.each([...SPECIAL])("%d", (known) => {
    const builder = new GraphBuilder();
    const x = builder.input([SPECIAL.length]);
    const number = builder.full(known, [SPECIAL.length]);
    const graph = builder.graph(builder.map(name, x, number), builder.map(name, number, x));
    const data = Float32Array.from(SPECIAL);
    const expected = data.map((value) => formula(value, Math.fround(known)));
    expect(evaluate(graph, [data])).toEqual([expected, expected]);
  });
});

describe("select", () => {
  it.each<DType>(["float32", "int32", "uint8", "bool"])("%s", (dtype) => {
    const random = new RandomNumbers();
    for (const size of SIZES) {
      const shape = [size];
      const [mask, yes, no] = [
        random.array("bool", size),
        random.array(dtype, size),
        random.array(dtype, size),
      ];
      const actual = evaluateNode(
        "select",
        [
          { data: mask, shape, dtype: "bool" },
          { data: yes, shape, dtype },
          { data: no, shape, dtype },
        ],
        { shape, dtype },
        {},
      );
      expect(actual).toEqual(Array.from(mask, (flag, index) => (flag ? yes[index] : no[index])));
    }
  });
});

describe("convert", () => {
  const dtypes: readonly DType[] = ["float32", "int32", "uint32", "uint8", "bool"];
  const truncate = (x: number, low: number, high: number): number =>
    Number.isNaN(x) ? 0 : Math.min(high, Math.max(low, Math.trunc(x))) + 0;
  const toInteger: Readonly<Partial<Record<DType, (x: number, float: boolean) => number>>> = {
    int32: (x, float) => (float ? truncate(x, -(2 ** 31), 2 ** 31 - 1) : x | 0),
    uint32: (x, float) => (float ? truncate(x, 0, 2 ** 32 - 1) : x >>> 0),
    uint8: (x, float) => (float ? truncate(x, 0, 255) : x & 255),
    bool: (x) => Number(x !== 0),
  };
  it.each(dtypes.flatMap((from) => dtypes.map((to) => [from, to] as const)))("%s to %s", (from, to) => {
    const random = new RandomNumbers();
    const data = random.array(from, 37);
    if (from === "float32") data.set([...SPECIAL, 255, 256, 300.7, -7.9, 2 ** 31, 2 ** 32, 1.99]);
    const actual = evaluateNode(
      "convert",
      [{ data, shape: [37], dtype: from }],
      { shape: [37], dtype: to },
      { dtype: to },
    );
    const expected = Array.from(data, (x) => toInteger[to]?.(x, from === "float32") ?? Math.fround(x));
    expect(actual).toEqual(expected);
  });
});
