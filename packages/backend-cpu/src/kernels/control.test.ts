import {
  type ControlName,
  type ControlPrimitives,
  type Graph,
  primitiveNamed,
  type Value,
} from "@elegy/autodiff/spi";
import { expect, it } from "vitest";
import { cpu } from "../cpu.ts";
import { lower } from "../program/lower.ts";
import { evaluate, GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";

function withNode<K extends ControlName>(
  name: K,
  inputs: readonly Value[],
  outputs: readonly Value[],
  params: ControlPrimitives[K],
): Graph {
  const primitive = primitiveNamed(name);
  return { inputs, nodes: [{ primitive, params, inputs, outputs }], outputs };
}

const value = (...shape: number[]): Value => ({ spec: { shape, dtype: "float32" } });

/** `(w, c, x) → (w·c + x, w·c − x)`. */
function recurrence(size: number): Graph {
  const builder = new GraphBuilder();
  const [w, c, x] = [builder.input([size]), builder.input([size]), builder.input([size])];
  const product = builder.map("mul", w, c);
  return builder.graph(builder.map("add", product, x), builder.map("sub", product, x));
}

function scanOf(size: number, length: number, reverse: boolean): Graph {
  const inputs = [value(size), value(size), value(length, size)];
  const params = { body: recurrence(size), consts: 1, carries: 1, length, reverse };
  return withNode("scan", inputs, [value(size), value(length, size)], params);
}

it("is one function, however many steps there are", () => {
  const short = lower(scanOf(5, 10, false), []).code.length;
  expect(lower(scanOf(5, 100_000, false), []).code.length - short).toBeLessThan(16);
});

it("scans rows of every length, forwards and backwards", () => {
  const random = new RandomNumbers(11);
  for (const size of [0, 1, 2, 3, 4, 5, 15, 16, 17, 32, 33]) {
    for (const length of [0, 1, 2, 3, 8]) {
      for (const reverse of [false, true]) {
        const [w, c, xs] = [random.floats(size), random.floats(size), random.floats(length * size)];
        const [last, ys] = evaluate(scanOf(size, length, reverse), [w, c, xs]);
        const carry = Float32Array.from(c);
        const expected = new Float32Array(length * size);
        for (let count = 0; count < length; count++) {
          const row = (reverse ? length - 1 - count : count) * size;
          for (let i = 0; i < size; i++) {
            const product = Math.fround((w[i] ?? 0) * (carry[i] ?? 0));
            expected[row + i] = product - (xs[row + i] ?? 0);
            carry[i] = product + (xs[row + i] ?? 0);
          }
        }
        expect(last).toEqual(carry);
        expect(ys).toEqual(expected);
      }
    }
  }
});

it("runs again and again, and reads no stale carry", () => {
  const backend = cpu();
  const program = backend.compile(scanOf(3, 4, false), { name: "scan", donated: [1, 2], eager: false });
  for (let round = 0; round < 3; round++) {
    const inputs = [[1, 1, 1], [0, 1, 2], Array.from({ length: 12 }, () => round)].map((data, i) =>
      backend.upload(Float32Array.from(data), scanOf(3, 4, false).inputs[i]?.spec ?? value().spec),
    );
    const [last] = program.run(inputs);
    if (!last) throw new Error("a scan has a carry");
    expect([...(backend.downloadSync?.(last) ?? [])]).toEqual([0, 1, 2].map((c) => c + 4 * round));
  }
});

it("chooses among several branches", () => {
  const branches = (["add", "mul", "sub"] as const).map((name) => {
    const builder = new GraphBuilder();
    const [x, y] = [builder.input([5]), builder.input([5])];
    return builder.graph(builder.map(name, x, y));
  });
  const index: Value = { spec: { shape: [], dtype: "int32" } };
  const graph = withNode("cond", [index, value(5), value(5)], [value(5)], { branches });
  const [x, y] = [Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(5, 4, 3, 2, 1)];
  const chosen = [0, 1, 2].map((i) => [...(evaluate(graph, [Int32Array.of(i), x, y])[0] ?? [])]);
  expect(chosen).toEqual([
    [6, 6, 6, 6, 6],
    [5, 8, 9, 8, 5],
    [-4, -2, 0, 2, 4],
  ]);
});
