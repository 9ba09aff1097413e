import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { lax, makeGraph, np, setBackend, type Tensor } from "../../index.ts";
import type { Graph } from "../../primitive/primitive.ts";
import { printGraph } from "../print.ts";
import { verifyGraph } from "../verify.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import { foldConstants } from "./fold-constants.ts";

const folded = (f: (x: Tensor) => unknown): Graph =>
  eliminateDeadCode(verifyGraph(foldConstants(makeGraph(f)(np.ones([2]))), "foldConstants"));
const lines = (graph: Graph): string[] =>
  printGraph(graph)
    .split("\n")
    .slice(1)
    .map((line) => line.trim());

describe("foldConstants", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test("computes what is made of constants alone, through shapes", () => {
    const f = (x: Tensor): Tensor => x.mul(np.full([2, 3], 2).mul(3).sub(1).transpose().reshape([6]).sum());
    expect(lines(folded((x) => x.mul(lax.full([2], 6, "float32").add(0.5))))).toEqual([
      'b:f32[] = constant[dtype="float32", value=6.5]',
      "c:f32[2] = broadcastInDim[broadcastDimensions=[], shape=[2]] b",
      "d:f32[2] = mul a c",
      "in (d) }",
    ]);
    // A sum is the backend's business.
    expect(lines(folded(f)).length).toBeGreaterThan(3);
  });

  test("rounds as float32 does", () => {
    const graph = folded((x) => x.add(lax.div(lax.constant(1, "float32"), lax.constant(3, "float32"))));
    expect(lines(graph)[0]).toBe(`b:f32[] = constant[dtype="float32", value=${Math.fround(1 / 3)}]`);
  });

  test("leaves a graph without constants as it is", () => {
    expect(lines(folded((x) => x.sin()))).toEqual(["b:f32[2] = sin a", "in (b) }"]);
  });
});

// Every rule against what the backends compute.
const numbers = [0, -0, 1, -1, 0.1, 2.5, 3.5, -2.5, 1e30, 1e-30, 3e9, -3e9, Infinity, -Infinity, NaN];
const whole = [0, 1, -1, 7, -7, 65537, 2147483647, -2147483648];
const binary = { add: lax.add, sub: lax.sub, mul: lax.mul, max: lax.max, min: lax.min, eq: lax.eq, ne: lax.ne, lt: lax.lt, le: lax.le, gt: lax.gt, ge: lax.ge } as const; // prettier-ignore
const onFloats = { ...binary, div: lax.div };
const onBits = { ...binary, and: lax.bitwiseAnd, or: lax.bitwiseOr, xor: lax.bitwiseXor };
const unary = { neg: lax.neg, abs: lax.abs, floor: lax.floor, ceil: lax.ceil, sqrt: lax.sqrt };

describe.each(BACKENDS)("what is folded is what %s computes", (name, make) => {
  beforeEach(() => setBackend(make()));

  /** Compares the constant that a function of constants becomes with what the backend says. */
  function check(f: () => Tensor, what: string): void {
    const [node, ...others] = folded(f).nodes;
    expect(others.length, what).toBe(0);
    expect(node?.primitive.name, what).toBe("constant");
    const { value } = (node?.params ?? {}) as { value: number | boolean };
    const [computed] = f().dataSync();
    expect(Object.is(Number(value), computed), `${what}: folded ${value}, ${name} computes ${computed}`).toBe(true); // prettier-ignore
  }

  test.each(Object.entries(onFloats))("%s of float32", (operation, f) => {
    for (const x of numbers) {
      for (const y of numbers) check(() => f(lax.constant(x, "float32"), lax.constant(y, "float32")), `${operation}(${x}, ${y})`); // prettier-ignore
    }
  });

  test.each(Object.entries(unary))("%s of float32", (operation, f) => {
    for (const x of numbers) check(() => f(lax.constant(x, "float32")), `${operation}(${x})`);
  });

  test.each(["int32", "uint32"] as const)("%s", (dtype) => {
    const unsigned = dtype === "uint32";
    const values = unsigned ? whole.map((x) => x >>> 0) : whole;
    const skipped = ["max", "min"];
    for (const [operation, f] of Object.entries(onBits).filter(([key]) => !skipped.includes(key))) {
      for (const x of values) for (const y of values) check(() => f(lax.constant(x, dtype), lax.constant(y, dtype)), `${operation}(${x}, ${y})`); // prettier-ignore
    }
  });

  test("conversions", () => {
    for (const to of ["float32", "int32", "uint32", "bool"] as const) {
      for (const x of numbers) if (to !== "float32") check(() => lax.convertElementType(lax.constant(x, "float32"), to), `${x} to ${to}`); // prettier-ignore
      for (const x of whole) if (to !== "int32") check(() => lax.convertElementType(lax.constant(x, "int32"), to), `${x} to ${to}`); // prettier-ignore
    }
  });

  test("select", () => {
    for (const p of [true, false]) {
      check(() => lax.select(lax.constant(p, "bool"), lax.constant(1, "float32"), lax.constant(NaN, "float32")), `select(${p})`); // prettier-ignore
    }
  });
});
