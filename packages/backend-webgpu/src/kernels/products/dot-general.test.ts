import type { DType } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { dispatchesOf } from "./product-case.test-support.ts";
import { matrixProduct } from "./named-cases.test-support.ts";
import { randomProduct } from "./random-cases.test-support.ts";

type Sizes = Parameters<typeof matrixProduct>[0];

describe("products of matrices", () => {
  it.each<[string, Sizes]>([
    ["tfjs MatMulReduceProgram", [1, 3, 4, 5000]],
    ["tfjs MatMulSmallOutputSizeProgram", [1, 64, 64, 784]],
    ["tfjs MatMulPackedProgram", [1, 128, 256, 1024]],
    ["tfjs MatMulPackedProgram", [64, 64, 64, 32]],
    // The last tile of the sum would reach beyond the matrix.
    ["dotGeneral", [1, 128, 256, 784]],
    // Few workgroups with long sums: not by atomic additions.
    ["dotGeneral", [1, 64, 64, 4096]],
    ["dotGeneral", [70_000, 2, 2, 3]],
  ])("by %s: %j", (label, sizes) => {
    expect(dispatchesOf(matrixProduct(sizes, []))[0]?.label).toBe(label);
  });

  it("take matrices of TensorFlow.js in both of their layouts", () => {
    const codes = [[], ["lhs"], ["rhs"], ["lhs", "rhs"]].map((stored) => {
      const [dispatch] = dispatchesOf(matrixProduct([2, 64, 96, 32], stored as ("lhs" | "rhs")[]));
      expect(dispatch?.label).toBe("tfjs MatMulPackedProgram");
      return dispatch?.code;
    });
    expect(new Set(codes).size).toBe(4);
  });

  it("never add atomically", () => {
    for (let seed = 0; seed < 60; seed++) {
      for (const { code } of dispatchesOf(randomProduct(seed))) expect(code).not.toContain("atomicAdd");
    }
    const cases: Sizes[] = [
      [1, 16, 16, 4000],
      [1, 1, 1, 100_000],
      [1, 32, 40, 2048],
    ];
    for (const sizes of cases) {
      for (const { code } of dispatchesOf(matrixProduct(sizes, []))) expect(code).not.toContain("atomicAdd");
    }
  });

  it("are cut into parts where there are few results, which a second dispatch adds in order", () => {
    const [parts, sum, ...others] = dispatchesOf(matrixProduct([1, 64, 64, 4096], []));
    expect(others).toEqual([]);
    const scratch = parts?.bindings[2];
    expect(scratch).toMatchObject({ kind: "scratch" });
    expect(sum?.bindings).toEqual([scratch, { kind: "result", index: 0 }]);
  });

  it("of nothing are zeros, and nothing of nothing", () => {
    const [zeros, ...others] = dispatchesOf(matrixProduct([2, 3, 4, 0], []));
    expect(others).toEqual([]);
    expect(zeros?.bindings).toEqual([{ kind: "result", index: 0 }]);
    expect(dispatchesOf(matrixProduct([2, 0, 4, 5], []))).toEqual([]);
  });
});

describe("the code", () => {
  it.each<[string, DType, Sizes]>([
    ["tiles-of-halves", "float16", [2, 100, 70, 40]],
    ["tiles-of-integers", "int32", [1, 20, 300, 33]],
    ["direct", "uint32", [1, 2, 200, 9]],
    ["parts", "float32", [1, 64, 64, 4096]],
  ])("of %s is as it was", async (name, dtype, sizes) => {
    const dispatches = dispatchesOf({ ...matrixProduct(sizes, ["rhs"]), dtype });
    await expect(dispatches.map(({ code }) => code).join("\n")).toMatchFileSnapshot(`snapshots/${name}.wgsl`);
  });

  it("has halves as they are stored and sums them in float32", () => {
    const [{ code } = { code: "" }] = dispatchesOf({
      ...matrixProduct([2, 100, 70, 40], []),
      dtype: "float16",
    });
    expect(code).toMatch(/^enable f16;\n/);
    expect(code).toContain("var sum_0_0 = f32(0);");
  });
});
