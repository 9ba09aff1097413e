import { type DType, numbersOf, type TypedArray } from "@elegy/autodiff/spi";
import { expect, it } from "vitest";
import { type KernelCase, kernelCase, operand, scrambled } from "./kernel-cases.test-support.ts";
import { runDispatches, testDevice } from "./run-dispatches.test-support.ts";
import { runReference } from "./run-reference.test-support.ts";

// What the conformance kit is too small for: axes that need several dispatches, many updates, more operands than a
// dispatch may bind.

const rows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
const whole = { operandBatchingDims: [], scatterIndicesBatchingDims: [], mode: "drop" } as const;
const overlapping = { updateWindowDims: [1, 2], insertedWindowDims: [], scatterDimsToOperandDims: [0] };

/** Halves of both signs, with equals, NaN, infinities and both zeros among them. */
const float = (seed: number) => (position: number) => {
  const kind = scrambled(40, seed)(position);
  if (kind < 4) return [Number.NaN, Infinity, -Infinity, -0][kind]!;
  return (scrambled(200, seed + 1)(position) - 100) / 2;
};
const finite = (seed: number) => (position: number) => (scrambled(200, seed)(position) - 100) / 8;
const nearZero = (position: number): number => scrambled(3, 9)(position) - 1;

const scatterCases = (["scatter", "scatterAdd", "scatterMul", "scatterMin", "scatterMax"] as const).flatMap(
  (name) => [
    kernelCase(
      name,
      "many rows",
      { ...rows, ...whole },
      operand("float32", [300, 5], finite(1)),
      operand("int32", [2000, 1], (i) => scrambled(310)(i) - 5),
      operand("float32", [2000, 5], (i) => 1 + nearZero(i) / 64),
    ),
    kernelCase(
      name,
      "many windows that overlap",
      { ...overlapping, ...whole, mode: "clip" },
      operand("int32", [60, 4], scrambled(1000)),
      operand("uint32", [200, 1], scrambled(70)),
      operand("int32", [200, 7, 3], (i) => scrambled(2 ** 28)(i) - 2 ** 27),
    ),
  ],
);

const cases: readonly KernelCase[] = [
  kernelCase(
    "sort",
    "several blocks, by two keys",
    { dimension: 0, numKeys: 2, isStable: true },
    operand("float32", [3000, 2], float(1)),
    operand("int32", [3000, 2], (i) => scrambled(7)(i) - 3),
    operand("uint32", [3000, 2], (i) => i),
  ),
  kernelCase(
    "sort",
    "many short rows",
    { dimension: 1, numKeys: 1, isStable: true },
    operand("uint8", [700, 5], scrambled(4)),
    operand("int32", [700, 5], (i) => i),
  ),
  kernelCase(
    "sort",
    "one word more than a block",
    { dimension: 0, numKeys: 1, isStable: true },
    operand("uint32", [513], scrambled(2 ** 28)),
  ),
  kernelCase(
    "sort",
    "more keys than a dispatch may bind",
    { dimension: 0, numKeys: 18, isStable: true },
    ...Array.from({ length: 18 }, (_, key) => operand("int32", [600], scrambled(2, key + 1))),
    operand("int32", [600], (i) => i),
  ),
  kernelCase(
    "argmax",
    "ties at the end of a long axis",
    { axis: 0, dtype: "int32" },
    operand("int32", [66_000], (i) => (i % 20_011 === 20_010 ? 16_777_219 : 16_777_218 - (i % 3))),
  ),
  kernelCase("argmin", "NaN", { axis: 1, dtype: "int32" }, operand("float32", [2, 2500, 2], float(3))),
  kernelCase(
    "argmin",
    "rows",
    { axis: 0, dtype: "int32" },
    operand("uint32", [100, 4100], scrambled(2 ** 28)),
  ),
  kernelCase(
    "cumsum",
    "totals that take several dispatches",
    { axis: 0, reverse: true },
    operand("int32", [66_000], (i) => scrambled(2 ** 28)(i) * 2 + 1),
  ),
  kernelCase(
    "cumprod",
    "words",
    { axis: 0, reverse: false },
    operand("uint32", [2500], (i) => 2 * i + 1),
  ),
  ...(["cumsum", "cumprod", "cummax", "cummin"] as const).map((name, k) =>
    kernelCase(
      name,
      "rows side by side",
      { axis: 1, reverse: k % 2 === 0 },
      operand("float32", [2, 1500, 3], (i) => (name === "cumprod" ? [1, -1, 2, 0.5][i % 4]! : finite(4)(i))),
    ),
  ),
  kernelCase(
    "cummax",
    "NaN",
    { axis: 0, reverse: false },
    operand("float32", [3000], (i) => (i === 1700 ? Number.NaN : finite(5)(i))),
  ),
  ...scatterCases,
  kernelCase(
    "scatterMax",
    "NaN",
    { ...rows, ...whole },
    operand("float32", [9, 2], float(6)),
    operand("int32", [5000, 1], scrambled(9)),
    operand("float32", [5000, 2], (i) => (i === 7 ? Number.NaN : finite(7)(i))),
  ),
  kernelCase(
    "dynamicSlice",
    "more positions than a dispatch may bind",
    { sliceSizes: Array.from({ length: 12 }, () => 1) },
    operand(
      "int32",
      Array.from({ length: 12 }, () => 2),
      (i) => i,
    ),
    ...Array.from({ length: 12 }, (_, axis) => operand("int32", [], () => (axis % 3) - 1)),
  ),
  kernelCase(
    "dynamicUpdateSlice",
    "more positions than a dispatch may bind",
    {},
    operand(
      "uint8",
      Array.from({ length: 12 }, () => 2),
      scrambled(256),
    ),
    operand(
      "uint8",
      Array.from({ length: 12 }, () => 1),
      () => 77,
    ),
    ...Array.from({ length: 12 }, (_, axis) => operand("uint32", [], () => axis % 4)),
  ),
];

const near: Partial<Record<DType, number>> = { float32: 1e-5 };

function expectNear(received: TypedArray, expected: TypedArray, dtype: DType): void {
  const [got, wanted] = [numbersOf(received, dtype), numbersOf(expected, dtype)];
  const allowed = near[dtype] ?? 0;
  const wrong = wanted.findIndex((number, i) => {
    const a = got[i]!;
    return !(
      Object.is(a, number) ||
      a === number ||
      Math.abs(a - number) <= allowed * (1 + Math.abs(number))
    );
  });
  expect(wrong === -1 ? null : { at: wrong, got: got[wrong], wanted: wanted[wrong] }).toBeNull();
}

const { device, traits } = await testDevice();

it.each(cases.map((each) => [`${each.name}: ${each.note}`, each] as const))("%s", async (_, each) => {
  const received = await runDispatches(device, each.dispatches(traits), each.operands, each.outputs);
  const expected = runReference(each);
  for (const [i, { dtype }] of each.outputs.entries()) expectNear(received[i]!, expected[i]!, dtype);
});

it("rows of workgroups: more elements than one row reaches", async () => {
  const size = 65_535 * 64 + 1000;
  const each = kernelCase(
    "dynamicUpdateSlice",
    "",
    {},
    operand("int32", [size], (i) => i),
    operand("int32", [3], (i) => -i),
    operand("int32", [], () => size),
  );
  const [received] = await runDispatches(device, each.dispatches(traits), each.operands, each.outputs);
  const expected = Int32Array.from(each.operands[0]!.data);
  expected.set([0, -1, -2], size - 3);
  expectNear(received!, expected, "int32");
});

it("gives the same bits again", async () => {
  const each = scatterCases.find(({ name }) => name === "scatterAdd")!;
  const run = () => runDispatches(device, each.dispatches(traits), each.operands, each.outputs);
  expect(await run()).toStrictEqual(await run());
});
