import { expect, test } from "vitest";
import { paramText } from "./param-text.ts";

test("equal parameters have equal text, whatever the order of keys", () => {
  expect(paramText({ shape: [2, 3], dtype: "float32", flag: true, nothing: null })).toBe(
    '{dtype="float32", flag=true, nothing=null, shape=[2,3]}',
  );
  expect(paramText({ b: 1, a: 2 })).toBe(paramText({ a: 2, b: 1 }));
});

test("different parameters have different text", () => {
  const graph = { inputs: [], nodes: [] };
  const different = [
    0,
    -0,
    Number.NaN,
    Infinity,
    "0",
    true,
    "true",
    null,
    undefined,
    [],
    [[]],
    {},
    graph,
    { inputs: [], nodes: [] },
    new Map([["a", 1]]),
    new Map([["a", 2]]),
    paramText,
    () => 0,
  ];
  expect(new Set(different.map((value) => paramText(value))).size).toBe(different.length);
  expect(paramText(graph)).toBe(paramText(graph));
});
