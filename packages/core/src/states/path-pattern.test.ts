import { expect, it } from "vitest";
import { pathMatcher } from "./path-pattern.ts";

const paths = ["dense.w", "dense.b", "dense_2.w", "layers.0.w", "layers.0.norm.w", "layers.1.w", "w"];

it.each<[string | RegExp, readonly string[]]>([
  ["dense.w", ["dense.w"]],
  ["dense", ["dense.w", "dense.b"]],
  ["den", []],
  ["*.w", ["dense.w", "dense_2.w"]],
  ["**.w", ["dense.w", "dense_2.w", "layers.0.w", "layers.0.norm.w", "layers.1.w", "w"]],
  ["layers.*.w", ["layers.0.w", "layers.1.w"]],
  ["layers.**.w", ["layers.0.w", "layers.0.norm.w", "layers.1.w"]],
  ["layers.*", ["layers.0.w", "layers.0.norm.w", "layers.1.w"]],
  ["**", paths],
  ["", paths],
  [/_\d\./, ["dense_2.w"]],
  ["dense.w+", []],
])("%s", (pattern, expected) => {
  expect(paths.filter(pathMatcher(pattern))).toEqual(expected);
});
