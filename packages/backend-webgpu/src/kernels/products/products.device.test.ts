import type { DType, Shape, TypedArray } from "@elegy/autodiff/spi";
import { afterAll, describe, expect, it, test } from "vitest";
import { expectAsReference } from "./against-reference.test-support.ts";
import {
  imageConvolution,
  imageGradient,
  matrixProduct,
  windowGradient,
} from "./named-cases.test-support.ts";
import { randomConvolution, randomProduct } from "./random-cases.test-support.ts";
import { dispatchesOf, nodeOf, type ProductCase, type ProductName } from "./product-case.test-support.ts";
import { runDispatches, testDevice } from "../run-dispatches.test-support.ts";

const { device, traits } = await testDevice();
afterAll(() => device.destroy());

/** What the dispatches of a product give for some operands. */
async function run(given: ProductCase<ProductName>, operands: readonly TypedArray[]): Promise<TypedArray> {
  const { inputs, outputs } = nodeOf(given);
  const bound = inputs.map((spec, i) => ({ spec, data: operands[i]! }));
  const [result] = await runDispatches(device, dispatchesOf(given), bound, outputs);
  return result!;
}

const isComputed = ({ dtype }: ProductCase<ProductName>): boolean => dtype !== "float16" || traits.shaderF16;

test.each([3, 5, 8, 17, 24, 31, 42, 56].map(randomProduct).filter(isComputed))(
  "a random product is that of the reference: $name, $dtype",
  (given) => expectAsReference(device, given),
);

test.each([2, 4, 10, 15, 23, 31, 36, 38, 47, 59].map(randomConvolution).filter(isComputed))(
  "a random convolution is that of the reference: $name, $dtype",
  (given) => expectAsReference(device, given),
);

describe.each([
  ["A B", [], []],
  ["Aᵀ B", ["lhs"], []],
  ["A Bᵀ", [], ["rhs"]],
  ["Aᵀ Bᵀ", ["lhs"], ["rhs"]],
] as const)("%s", (_name, lhs, rhs) => {
  const flips = [...lhs, ...rhs];
  it.each([
    ["tfjs MatMulReduceProgram", [2, 7, 9, 50]],
    ["tfjs MatMulSmallOutputSizeProgram", [2, 33, 21, 48]],
    ["tfjs MatMulPackedProgram", [3, 70, 66, 64]],
    ["dotGeneral", [2, 34, 36, 45]],
    ["dotGeneral", [1, 20, 30, 2100]],
  ] as const)("by %s, %j", async (label, sizes) => {
    const given = matrixProduct(sizes, flips);
    expect(dispatchesOf(given)[0]?.label).toBe(label);
    await expectAsReference(device, given);
  });
});

const half: [DType, readonly [number, number, number, number]][] = traits.shaderF16
  ? [["float16", [2, 20, 17, 20]]]
  : [];

it.each<[DType, readonly [number, number, number, number]]>([
  ...half,
  ["int32", [1, 20, 30, 300]],
  ["uint32", [1, 5, 40, 33]],
])("%s products in tiles, %j", (dtype, sizes) =>
  expectAsReference(device, { ...matrixProduct(sizes, []), dtype }),
);

it("integers wrap, above 2²⁴ and above 2³²", async () => {
  const given: ProductCase<"dotGeneral"> = { ...matrixProduct([1, 1, 1, 3], []), dtype: "int32" };
  const operands = [Int32Array.of(65_537, 16_777_217, -3), Int32Array.of(65_539, 1, 5)];
  expect((await run(given, operands))[0]).toBe(((Math.imul(65_537, 65_539) | 0) + 16_777_217 - 15) | 0);
});

it("a NaN in one matrix of the batch stays there", async () => {
  const given = matrixProduct([2, 40, 40, 30], []);
  const operands = [new Float32Array(2400).fill(1), new Float32Array(2400).fill(1).fill(NaN, 1200)];
  const numbers = await run(given, operands);
  expect(numbers.slice(0, 1600).every((value) => value === 30)).toBe(true);
  expect(numbers.slice(1600).every((value) => Number.isNaN(value))).toBe(true);
});

it("gives the same bits every time, with sums in parts", async () => {
  const given = matrixProduct([1, 20, 30, 2100], []);
  const operands = [given.lhs, given.rhs].map((shape: Shape) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i)),
  );
  expect(await run(given, operands)).toEqual(await run(given, operands));
});

it.each([
  ["tfjs Conv2DMMProgram", { features: 32, outputs: 20, window: 3, stride: 1, padding: [1, 1] }],
  ["tfjs Conv2DMMProgram", { features: 32, outputs: 20, window: 3, stride: 2, padding: [0, 1] }],
  ["tfjs Conv2DMMProgram", { features: 64, outputs: 6, window: 2, stride: 1, padding: [2, 0], dilation: 2 }],
  ["tfjs MatMulPackedProgram", { features: 32, outputs: 24, window: 1, stride: 1, padding: [0, 0] }],
  ["convGeneralDilated", { features: 3, outputs: 16, window: 3, stride: 1, padding: [1, 1] }],
  ["convGeneralDilated", { features: 32, outputs: 8, window: 3, stride: 1, padding: [-1, 1] }],
] as const)("a convolution of images by %s, %j", async (label, options) => {
  const given = imageConvolution(options);
  expect(dispatchesOf(given)[0]?.label).toBe(label);
  await expectAsReference(device, given);
});

it.each([1, 2] as const)("the gradients of a convolution with stride %i", async (stride) => {
  const options = { features: 8, outputs: 20, window: 3, stride, padding: [1, 0] } as const;
  await expectAsReference(device, imageGradient(options));
  await expectAsReference(device, windowGradient(options));
});
