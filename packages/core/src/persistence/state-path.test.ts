import { expect, it } from "vitest";
import { showPath, tensorName } from "./state-path.ts";

it("names a tensor as its path", () => {
  expect(tensorName(["netParams", "0", "w"])).toBe("netParams.0.w");
  expect(showPath(["netParams", "0", "w"])).toBe("netParams.0.w");
});

it("gives different paths different names, which UTF-8 and the format allow", () => {
  const keys = [
    "",
    "a",
    ".",
    "..",
    "a.b",
    "~",
    "~0",
    "~1",
    "~.",
    "__metadata__",
    "~2metadata__",
    "\ud800",
    "~ud800",
    "\udc00",
  ];
  const paths = keys.flatMap((a) => [[a], ...keys.flatMap((b) => [[a, b], ...keys.map((c) => [a, b, c])])]);
  const names = paths.map(tensorName);
  expect(new Set(names).size).toBe(paths.length);
  expect(names).not.toContain("__metadata__");
  const decoder = new TextDecoder();
  for (const name of names) expect(decoder.decode(new TextEncoder().encode(name))).toBe(name);
});
