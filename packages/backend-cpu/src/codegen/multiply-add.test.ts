import { expect, it } from "vitest";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { floatBits } from "./lanes.ts";
import { emitMultiplyAdd, hasMultiplyAdd } from "./multiply-add.ts";

/** `sum + a · b` as the engine at hand computes it. */
function multiplyAdd(a: number, b: number, sum: number): number {
  const module = new ModuleBuilder();
  const code = new FunctionBuilder([], ["f32"]);
  const total = code.local("v128");
  code.v128(floatBits(sum)).set(total);
  emitMultiplyAdd(code, "float32", total, () => code.v128(floatBits(a)).v128(floatBits(b)));
  module.export("run", module.define(code.get(total).lane("f32x4.extract_lane", 3)));
  const memory = new WebAssembly.Memory({ initial: 0 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  return (exports["run"] as () => number)();
}

it("adds a product to a sum", () => {
  expect(multiplyAdd(3, 5, 7)).toBe(22);
  expect(multiplyAdd(-2, 0.5, 1)).toBe(0);
  expect(multiplyAdd(Infinity, 0, 1)).toBeNaN();
});

it("rounds once or twice, nothing else", () => {
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, of which float32 drops the last term.
  const nearOne = 1 + 2 ** -12;
  const rest = multiplyAdd(nearOne, nearOne, -(1 + 2 ** -11));
  expect([0, 2 ** -24]).toContain(rest);
  if (!hasMultiplyAdd()) expect(rest).toBe(0);
});
