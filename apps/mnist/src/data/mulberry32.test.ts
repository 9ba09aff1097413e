import { describe, expect, it } from "vitest";
import { mulberry32 } from "./mulberry32.ts";

describe("mulberry32", () => {
  it("gives the published sequence for the seed 0", () => {
    const random = mulberry32(0);
    expect(Array.from({ length: 3 }, () => Math.round(random() * 2 ** 32))).toEqual([
      1144304738, 1416247, 958946056,
    ]);
  });

  it("is uniform in [0, 1)", () => {
    const random = mulberry32(7);
    const numbers = Array.from({ length: 10_000 }, random);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, number) => sum + number) / 10_000).toBeCloseTo(0.5, 1);
  });
});
