import { reference } from "@elegy/backend-reference";
import { describe, expect, expectTypeOf, test } from "vitest";
import { definePrimitive, noRule, parseGraph } from "../index.ts";
import type { bind } from "../interpreters/stack.ts";
import { definedPrimitives, primitiveNamed } from "../spi.ts";
import { OPTIONAL_PRIMITIVES } from "./optional-primitives.ts";

// Nothing in this file calls a function that binds one of them.
const optional = Object.keys(OPTIONAL_PRIMITIVES);

describe("a primitive that a program has only if it binds it", () => {
  test.each(optional)("%s is found by its name", (name) => {
    expect(primitiveNamed(name).name).toBe(name);
    expect(definedPrimitives().some((primitive) => primitive.name === name)).toBe(true);
  });

  test("is found in the text of a graph, which runs", () => {
    const backend = reference();
    const text = `{ lambda ; a:f32[3]. let
    b:f32[3] = sort[dimension=0, numKeys=1, isStable=true] a
  in (b) }`;
    const graph = parseGraph(text);
    const executable = backend.compile(graph, { name: "sorted", donated: [], eager: false });
    const operand = backend.upload(new Float32Array([3, 1, 2]), graph.inputs[0]!.spec);
    const [sorted] = executable.run([operand]);
    expect(backend.downloadSync?.(sorted)).toEqual(new Float32Array([1, 2, 3]));
  });

  test("keeps its name from others", () => {
    const taken = (): unknown =>
      definePrimitive({ name: "sort", kind: "movement", spec: ([x]) => [x], jvp: noRule(""), transpose: noRule(""), batch: noRule("") }); // prettier-ignore
    expect(taken).toThrow("there is a primitive of this name");
  });

  test("cannot be bound by a name that may not be known", () => {
    expectTypeOf<"sin">().toExtend<Parameters<typeof bind>[0]>();
    expectTypeOf<"sort">().not.toExtend<Parameters<typeof bind>[0]>();
  });
});
