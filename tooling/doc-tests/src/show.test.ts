import { expect, it } from "vitest";
import { assertShown } from "./assert-shown.ts";
import { show } from "./show.ts";

const tensor = { shape: [2], dtype: "float32", array: () => Promise.resolve([1 / 3, 2]) };

it.each([
  ["text", "text"],
  [1 / 3, "0.333333"],
  [2 ** 32 - 1, "4294967295"],
  [1234567.5, "1234570"],
  [Number.NaN, "NaN"],
  [undefined, "undefined"],
  [Promise.resolve(2), "2"],
  [tensor, "[0.333333,2]"],
  [{ w: tensor, name: "w" }, `{"w":[0.333333,2],"name":"w"}`],
  [new Float32Array([0.1, 2]), "[0.1,2]"],
  [new Error("no"), "Error: no"],
])("shows %s as %s", async (value, text) => {
  expect(await show(value)).toBe(text);
});

it("ignores spaces and names the place", async () => {
  await assertShown([1, 2], "[1, 2]", "a.md:1");
  await expect(assertShown([1, 2], "[1, 3]", "a.md:1")).rejects.toThrow("a.md:1: shown as [1,2]");
});
