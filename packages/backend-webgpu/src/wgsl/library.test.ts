import { expect, it } from "vitest";
import { libraryCode } from "./library.ts";
import { floatLiteral, signedLiteral, unsignedLiteral } from "./literal.ts";

it("brings what a function calls, before it, once", () => {
  const code = libraryCode(["hyperbolic_tangent", "exponential"]);
  const names = [...code.matchAll(/^fn (\w+)/gm)].map(([, name]) => name);
  expect(names).toEqual([
    "is_nan",
    "with_sign",
    "power_of_two",
    "exponential",
    "exponential_of_sum",
    "hyperbolic_tangent",
  ]);
  expect(libraryCode([])).toBe("");
  expect(() => libraryCode(["sine_of"])).toThrow("sine_of: no function of the library");
});

it("writes numbers as WGSL takes them", () => {
  expect([1, -0.5, 0.1, -0, 1e-45].map(floatLiteral)).toEqual([
    "1f",
    "(-0.5f)",
    "0.10000000149011612f",
    "(-0f)",
    "1.401298464324817e-45f",
  ]);
  expect(() => floatLiteral(1e39)).toThrow(RangeError);
  expect([3, -3, -0x80000000, 0xffffffff].map(signedLiteral)).toEqual([
    "3i",
    "(-3i)",
    "(-2147483647i - 1i)",
    "(-1i)",
  ]);
  expect([3, -1].map(unsignedLiteral)).toEqual(["3u", "4294967295u"]);
});
