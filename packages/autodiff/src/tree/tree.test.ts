import { describe, expect, test } from "vitest";
import * as tree from "./tree.ts";

class Pair {
  readonly first: unknown;
  readonly second: unknown;
  constructor(first: unknown, second: unknown) {
    this.first = first;
    this.second = second;
  }
}
tree.register(Pair, {
  flatten: ({ first, second }) => [
    ["first", first],
    ["second", second],
  ],
  unflatten: ([first, second]) => new Pair(first?.[1], second?.[1]),
});

describe("flatten and unflatten", () => {
  test.each<[string, unknown, unknown[]]>([
    ["a leaf", 3, [3]],
    ["an array", [1, [2, 3]], [1, 2, 3]],
    ["an object, its keys sorted", { b: 2, a: { d: 4, c: 3 } }, [3, 4, 2]],
    ["null and undefined, which have no leaves", { a: null, b: undefined, c: [null, 1] }, [1]],
    ["a registered class", [new Pair({ x: 1 }, null), 2], [1, 2]],
    ["other classes as leaves", [new Map(), "text"], [new Map(), "text"]],
    ["nothing", {}, []],
    ["an object without a prototype", Object.assign(Object.create(null) as object, { a: 1 }), [1]],
    ["a key named __proto__", JSON.parse('{"__proto__": 1, "a": 2}'), [1, 2]],
  ])("%s", (_name, value, leaves) => {
    const [flat, def] = tree.flatten(value);
    expect(flat).toEqual(leaves);
    expect(tree.leaves(value)).toEqual(leaves);
    expect(tree.unflatten(def, flat)).toEqual(value);
    expect(tree.structureText(tree.structure(tree.unflatten(def, flat)))).toBe(tree.structureText(def));
  });

  test("gives instances of the class back", () => {
    const [flat, def] = tree.flatten(new Pair(1, [2]));
    const built = tree.unflatten(def, [flat[0], "two"]);
    expect(built).toBeInstanceOf(Pair);
    expect(built).toEqual(new Pair(1, ["two"]));
  });

  test("takes as many leaves as there are", () => {
    const def = tree.structure({ a: 1, b: [2] });
    expect(() => tree.unflatten(def, [1])).toThrow(
      'tree.unflatten: the number of leaves differs. Expected as many as {"a":*,"b":[*]} has; received 1.',
    );
    expect(() => tree.unflatten(def, [1, 2, 3])).toThrow("received 3");
  });

  test("tells where a leaf stands", () => {
    expect(tree.leavesWithPath({ params: [new Pair({ w: 1 }, 2)], b: null })).toEqual([
      ["params.0.first.w", 1],
      ["params.0.second", 2],
    ]);
    expect(tree.leavesWithPath(7)).toEqual([["", 7]]);
  });
});

describe("structures as text", () => {
  const text = (value: unknown): string => tree.structureText(tree.structure(value));

  test("do not depend on the order of keys", () => {
    expect(text({ b: 1, a: 2 })).toBe(text({ a: 0, b: 0 }));
  });

  test("differ where structures do", () => {
    class Other {
      readonly kind = "other";
    }
    tree.register(Other, {
      flatten: () => [
        ["first", 1],
        ["second", 1],
      ],
      unflatten: () => new Other(),
    });
    const different = [
      1,
      [1],
      [[1]],
      { a: 1 },
      { a: [1] },
      { b: 1 },
      null,
      undefined,
      [],
      {},
      { a: null },
      { a: undefined },
      new Pair(1, 1),
      new Other(),
      { first: 1, second: 1 },
    ];
    expect(new Set(different.map(text)).size).toBe(different.length);
  });
});

describe("map", () => {
  test("keeps the structure", () => {
    expect(tree.map((x: number) => x * 2, { a: 1, b: [2, null], c: new Pair(3, undefined) })).toEqual({
      a: 2,
      b: [4, null],
      c: new Pair(6, undefined),
    });
  });

  test("over several trees", () => {
    const sum = tree.map(
      (...xs: number[]) => xs.reduce((a, b) => a + b),
      { a: [1, 2] },
      { a: [10, 20] },
      { a: [100, 200] },
    );
    expect(sum).toEqual({ a: [111, 222] });
  });

  test.each([
    [
      "a missing leaf",
      { params: { dense: { b: 1, w: 2 } } },
      { params: { dense: { b: 1 } } },
      "a leaf is missing at `params.dense.w`. Expected number; received none.",
    ],
    [
      "a leaf too many",
      { a: 1 },
      { a: 1, b: "x" },
      "there is a leaf at `b`. Expected none; received string.",
    ],
    [
      "a node of another kind",
      { a: [1] },
      { a: { 0: 1 } },
      'the trees differ in the kind of a node. Expected {"a":[*]}; received {"a":{"0":*}}.',
    ],
    ["a leaf for a node", [1, 2], 3, "a leaf is missing at `0`."],
    ["a node for a leaf", 3, { a: 1 }, "a leaf is missing at the root."],
    ["null for a leaf", { a: 1 }, { a: null }, "a leaf is missing at `a`."],
  ])("names %s", (_name, first, second, message) => {
    expect(() => tree.map(() => 0, first, second)).toThrow(`tree.map: ${message}`);
    expect(() => tree.map(() => 0, first, second)).toThrow(tree.TreeMismatchError);
  });
});

describe("reduce, all, mapWithPath and transpose", () => {
  const value = { b: [1, { c: 2 }], a: null, d: new Pair(3, undefined) };

  test("visit the leaves in order", () => {
    expect(tree.reduce((text: string, leaf: number) => text + leaf, value, "")).toBe("123");
    expect([tree.all(value), tree.all([1, [0]]), tree.all({})]).toEqual([true, false, true]);
  });

  test("mapWithPath names the place of each leaf and keeps the structure", () => {
    const named = tree.mapWithPath((path: string, leaf: number) => `${path}:${leaf}`, value);
    expect(named).toEqual({ b: ["b.0:1", { c: "b.1.c:2" }], a: null, d: new Pair("d.first:3", undefined) });
  });

  test("transpose turns a tree of trees inside out", () => {
    const outer = tree.structure({ x: 0, y: [0] });
    const inner = tree.structure([0, { z: 0 }]);
    expect(tree.transpose(outer, inner, { x: [1, { z: 2 }], y: [[3, { z: 4 }]] })).toEqual([
      { x: 1, y: [3] },
      { z: { x: 2, y: [4] } },
    ]);
    expect(() => tree.transpose(outer, inner, { x: [1, { z: 2 }], y: [[3, {}]] })).toThrow(
      "tree.transpose: a leaf is missing at `y.0.1.z`.",
    );
  });
});
