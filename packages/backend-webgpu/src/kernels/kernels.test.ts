import { describe, expect, it } from "vitest";
import { kernelCase, operand } from "./kernel-cases.test-support.ts";
import type { DeviceTraits } from "./kernel-rule.ts";

const traits: DeviceTraits = { shaderF16: true, maxStorageBuffers: 8, maxInvocations: 256 };
const zeros = (): number => 0;
const pooling = {
  windowDimensions: [1, 3],
  windowStrides: [1, 2],
  padding: [
    [0, 0],
    [1, 0],
  ],
  baseDilation: [1, 1],
  windowDilation: [1, 1],
} as const;
const rows = {
  updateWindowDims: [1],
  insertedWindowDims: [0],
  operandBatchingDims: [],
  scatterIndicesBatchingDims: [],
  scatterDimsToOperandDims: [0],
  mode: "drop",
} as const;
const taking = {
  offsetDims: [1],
  collapsedSliceDims: [0],
  operandBatchingDims: [],
  startIndicesBatchingDims: [],
  startIndexMap: [0],
  sliceSizes: [1, 5],
  mode: "fill",
} as const;

const embedding = kernelCase(
  "scatterAdd",
  "embedding gradients",
  rows,
  operand("float32", [10_000, 8], zeros),
  operand("int32", [1000, 1], zeros),
  operand("float32", [1000, 8], zeros),
);

const shown = [
  kernelCase(
    "gather",
    "rows, NaN where there is none",
    { ...taking, fillValue: Number.NaN },
    operand("float16", [4, 5], zeros),
    operand("int32", [6, 1], zeros),
  ),
  kernelCase(
    "dynamicUpdateSlice",
    "",
    {},
    operand("float32", [4, 5], zeros),
    operand("float32", [2, 5], zeros),
    operand("int32", [], zeros),
    operand("int32", [], zeros),
  ),
  kernelCase(
    "scatterMax",
    "rows",
    rows,
    operand("float32", [4, 5], zeros),
    operand("int32", [6, 1], zeros),
    operand("float32", [6, 5], zeros),
  ),
  embedding,
  kernelCase("sort", "rows", { dimension: 1, numKeys: 1, isStable: true }, operand("int32", [3, 700], zeros)),
  kernelCase("argmax", "", { axis: 1, dtype: "int32" }, operand("float32", [3, 4], zeros)),
  kernelCase("cumsum", "three dispatches", { axis: 0, reverse: true }, operand("float16", [3000], zeros)),
  kernelCase("reduceWindowMax", "", pooling, operand("float32", [2, 8], zeros)),
  kernelCase(
    "selectAndScatterAdd",
    "",
    { ...pooling, select: "ge" },
    operand("float32", [2, 4], zeros),
    operand("float32", [2, 8], zeros),
  ),
];

describe("dispatches of rules", () => {
  it.each(shown.map((each) => [`${each.name} ${each.note}`, each] as const))("%s", (_, each) => {
    const text = each
      .dispatches(traits)
      .map(({ label, code, workgroups }) => `// ${label}, workgroups ${workgroups.join("×")}\n${code}`);
    expect(text.join("\n")).toMatchSnapshot();
  });

  it("binds each buffer once, and none of no bytes", () => {
    for (const { bindings } of shown.flatMap((each) => each.dispatches(traits))) {
      expect(new Set(bindings.map((binding) => JSON.stringify(binding))).size).toBe(bindings.length);
      for (const binding of bindings)
        if (binding.kind === "scratch") expect(binding.bytes).toBeGreaterThan(0);
    }
  });

  it("stays within what a device may bind and run", () => {
    const small = { ...traits, maxStorageBuffers: 4, maxInvocations: 64 };
    const keys = Array.from({ length: 9 }, () => operand("float32", [900], zeros));
    const sort = kernelCase("sort", "", { dimension: 0, numKeys: 9, isStable: true }, ...keys);
    for (const { bindings, code } of sort.dispatches(small)) {
      expect(bindings.length).toBeLessThanOrEqual(4);
      expect(Number(/@workgroup_size\((\d+)\)/.exec(code)?.[1])).toBeLessThanOrEqual(64);
    }
  });

  it("does nothing for results without elements", () => {
    const nothing = [
      kernelCase("sort", "", { dimension: 1, numKeys: 1, isStable: true }, operand("int32", [3, 0], zeros)),
      kernelCase("argmin", "", { axis: 1, dtype: "int32" }, operand("float32", [0, 4], zeros)),
      kernelCase("cummax", "", { axis: 0, reverse: false }, operand("float32", [0], zeros)),
      kernelCase(
        "dynamicSlice",
        "",
        { sliceSizes: [0] },
        operand("bool", [2], zeros),
        operand("int32", [], zeros),
      ),
      kernelCase(
        "reduceWindowSum",
        "",
        {
          ...pooling,
          padding: [
            [0, 0],
            [0, 0],
          ],
        },
        operand("float32", [2, 1], zeros),
      ),
    ];
    expect(nothing.flatMap((each) => each.dispatches(traits))).toEqual([]);
  });

  it("sorts many updates instead of comparing each with each", () => {
    expect(embedding.dispatches(traits).map(({ label }) => label)).toEqual([
      "keys of scatterAdd",
      "sort of blocks of 512",
      "merge of runs of 512",
      "scatterAdd",
    ]);
  });
});
