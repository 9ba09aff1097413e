import { env } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { type TfjsKernel, tfjsDispatches } from "./tfjs-program.ts";

const PRODUCT: TfjsKernel = {
  name: "BatchMatMul",
  inputs: { a: [2, 64, 32], b: [2, 32, 64] },
  attrs: { transposeA: false, transposeB: false },
  flags: { WEBGPU_MATMUL_PROGRAM_TYPE: 3 },
};

test("a recorded kernel is a whole module, its sizes in a uniform buffer", async () => {
  const [dispatch, ...others] = tfjsDispatches(PRODUCT);
  expect(others).toEqual([]);
  const { code, bindings, ...rest } = dispatch!;
  expect(rest).toEqual({ label: "tfjs MatMulPackedProgram", workgroups: [2, 2, 2] });
  const [uniform] = bindings.slice(3);
  expect(bindings.slice(0, 3)).toEqual([
    { kind: "result", index: 0 },
    { kind: "operand", index: 0 },
    { kind: "operand", index: 1 },
  ]);
  const bytes = uniform?.kind === "uniform" ? uniform.bytes : new Uint8Array();
  const words = new Int32Array(bytes.buffer);
  // A's shape, where the layout of a struct puts it, and m, n and k at the end.
  expect(words.slice(4, 7)).toEqual(Int32Array.of(2, 64, 32));
  expect([...words].filter((word) => word !== 0).slice(-3)).toEqual([64, 64, 32]);
  await expect(code).toMatchFileSnapshot("snapshots/tfjs-packed-product.wgsl");
});

test("equal programs of other sizes share their code", () => {
  const codeFor = (rows: number): string | undefined =>
    tfjsDispatches({ ...PRODUCT, inputs: { a: [1, rows, 32], b: [1, 32, 64] } })[0]?.code;
  expect(codeFor(96)).toBe(codeFor(128));
});

test("neither globals nor settings of TensorFlow.js stay changed, even after an error", () => {
  const names = (): string[] =>
    Object.getOwnPropertyNames(globalThis).filter((name) => /GPU|navigator/.test(name));
  const [before, flag] = [names(), env().get("WEBGPU_MATMUL_PROGRAM_TYPE")];
  tfjsDispatches(PRODUCT);
  expect(() => tfjsDispatches({ ...PRODUCT, inputs: { a: [2, 3], b: [4, 5] } })).toThrow("must match");
  expect(names()).toEqual(before);
  expect(env().get("WEBGPU_MATMUL_PROGRAM_TYPE")).toBe(flag);
});
