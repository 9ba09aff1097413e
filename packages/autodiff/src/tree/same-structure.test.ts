import { expect, test } from "vitest";
import { register, structure } from "./flatten.ts";
import { sameStructure } from "./same-structure.ts";

class Pair {
  readonly entries: readonly (readonly [string, unknown])[];
  constructor(entries: Pair["entries"]) {
    this.entries = entries;
  }
}
class Other extends Pair {}
for (const kind of [Pair, Other]) {
  register(kind, { flatten: ({ entries }) => entries, unflatten: (entries) => new kind(entries) });
}

/** A hole is no leaf. */
const hole: unknown[] = [];
hole[1] = 1;

const trees: readonly unknown[] = [
  1,
  null,
  undefined,
  [],
  [1],
  [1, 2],
  [null, 1],
  [undefined, 1],
  hole,
  [[1], 2],
  [1, [2]],
  {},
  { a: 1 },
  { b: 1 },
  { a: 1, b: 2 },
  { a: [1], b: 2 },
  { "a,b": 1 },
  { 0: 1 },
  new Pair([["a", 1]]),
  new Pair([["b", 1]]),
  new Other([["a", 1]]),
];

test("is that of no other tree", () => {
  trees.forEach((a, i) => {
    trees.forEach((b, j) => expect(sameStructure(structure(a), structure(b)), `${i} and ${j}`).toBe(i === j));
  });
});

test("does not ask for the order of keys, nor for the leaves", () => {
  expect(sameStructure(structure({ b: 2, a: [1] }), structure({ a: ["x"], b: "y" }))).toBe(true);
});

test("is that of what was written and read again", () => {
  const def = structure({ a: [1, null, undefined], b: 2 });
  expect(sameStructure(JSON.parse(JSON.stringify(def)) as typeof def, def)).toBe(true);
});
