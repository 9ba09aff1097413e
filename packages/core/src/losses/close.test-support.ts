import type { Tensor } from "@elegy/autodiff";
import { expect } from "vitest";

/** Asserts elements one by one: at most `relative` of what is expected off, or `absolute`. */
export async function expectClose(
  received: Tensor,
  expected: readonly number[],
  relative: number,
  absolute: number = relative / 10,
): Promise<void> {
  const values = Array.from(await received.data(), Number);
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => {
    const wanted = expected[i] ?? Number.NaN;
    const allowed = Math.max(relative * Math.abs(wanted), absolute);
    expect(Math.abs(value - wanted), `${value} for ${wanted} at ${i}`).toBeLessThanOrEqual(allowed);
  });
}
