import { expect, test } from "vitest";
import { FIGURES } from "./figure.ts";
import { operations } from "./jax-operations.ts";

test("every figure has its operation, and every operation its figure", () => {
  expect(Object.keys(operations).sort()).toEqual(FIGURES.map(({ name }) => name).sort());
});
