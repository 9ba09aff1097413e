import { expect, it } from "vitest";
import { parseJsonStrictly } from "./strict-json.ts";

it.each([
  "null",
  '"a:b"',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":["a","a"]}},"b":"{\\"a\\":1,\\"a\\":2}"}',
  '{"":0,"__proto__":1, "\\\\":2,"\\"":3}',
  '{"a" \n\t\r: "a", "b": "a"}',
])("reads %s as JSON.parse does", (text) => {
  expect(parseJsonStrictly(text)).toEqual(JSON.parse(text));
});

it.each([
  '{"a":1,"a":1}',
  '[0,{"b":{"a":1, "c":[{"a":2}], "a" : 3}}]',
  '{"a":1,"\\u0061":2}',
  '{"\\\\":1,"\\\\":2}',
  '{"__proto__":1,"__proto__":2}',
])("refuses %s", (text) => {
  expect(() => parseJsonStrictly(text)).toThrow("stands twice in one object");
});

it("refuses what is no JSON", () => {
  expect(() => parseJsonStrictly('{"a":')).toThrow(SyntaxError);
});

it("reads long text and deep nesting", () => {
  const long = JSON.stringify({ key: '\\"'.repeat(500_000) });
  expect(parseJsonStrictly(long)).toEqual(JSON.parse(long));
  const deep = "[".repeat(5_000) + "]".repeat(5_000);
  expect(() => parseJsonStrictly(deep)).not.toThrow();
});
