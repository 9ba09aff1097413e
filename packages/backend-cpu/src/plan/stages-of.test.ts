import { expect, it } from "vitest";
import { evaluate, GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { lowerGraph } from "../program/lower.ts";
import { stagesOf } from "./stages-of.ts";

it("joins a chain of elementwise nodes, constants and repeated operands in one step", () => {
  const builder = new GraphBuilder();
  const x = builder.input([8, 5]);
  const bias = builder.input([5]);
  const row = builder.node("broadcastInDim", [bias], [8, 5], "float32", {
    shape: [8, 5],
    broadcastDimensions: [1],
  });
  const sum = builder.map("add", x, row);
  const relu = builder.map("max", sum, builder.full(0, [8, 5]));
  const mask = builder.node("gt", [sum, builder.full(0, [8, 5])], [8, 5], "bool", {});
  const graph = builder.graph(relu, mask);
  expect(stagesOf(graph, lowerGraph)).toMatchObject([
    { kind: "step", inputs: [x, bias], outputs: [relu, mask] },
  ]);

  const random = new RandomNumbers();
  const [data, biases] = [random.floats(40), random.floats(5)];
  const [values, flags] = evaluate(graph, [data, biases]);
  for (const [index, value] of data.entries()) {
    const expected = Math.fround(value + (biases[index % 5] ?? 0));
    expect(values?.[index]).toBe(Math.max(expected, 0));
    expect(flags?.[index]).toBe(Number(expected > 0));
  }
});

it("does not join what a reduction stands between", () => {
  const builder = new GraphBuilder();
  const x = builder.input([6, 7]);
  const power = builder.map("exp", x);
  const total = builder.node("reduceSum", [power], [6], "float32", { axes: [1] });
  const column = builder.node("reshape", [total], [6, 1], "float32", { shape: [6, 1] });
  const spread = builder.node("broadcastInDim", [column], [6, 7], "float32", {
    shape: [6, 7],
    broadcastDimensions: [0, 1],
  });
  const softmax = builder.map("div", power, spread);
  const graph = builder.graph(softmax);
  expect(stagesOf(graph, lowerGraph).map(({ outputs }) => outputs)).toEqual([
    [power],
    [total],
    [column],
    [softmax],
  ]);

  const data = new RandomNumbers().floats(42);
  const [result] = evaluate(graph, [data]);
  for (let index = 0; index < 42; index++) {
    const row = data.slice(7 * Math.floor(index / 7), 7 * Math.floor(index / 7) + 7);
    const sum = row.reduce((whole, value) => whole + Math.exp(value), 0);
    expect(result?.[index]).toBeCloseTo(Math.exp(data[index] ?? 0) / sum, 6);
  }
});

it("drops what no output needs", () => {
  const builder = new GraphBuilder();
  const x = builder.input([3]);
  builder.map("exp", x);
  const y = builder.map("neg", x);
  expect(stagesOf(builder.graph(y), lowerGraph)).toHaveLength(1);
});

it("joins across groups only where no cycle comes of it", () => {
  const builder = new GraphBuilder();
  const x = builder.input([4]);
  const a = builder.map("neg", x);
  const reversed = builder.node("reverse", [a], [4], "float32", { dimensions: [0] });
  const b = builder.map("add", reversed, x);
  const c = builder.map("mul", b, a);
  const back = builder.node("reverse", [c], [4], "float32", { dimensions: [0] });
  const d = builder.map("sub", back, b);
  const e = builder.map("add", d, a);
  const [result] = evaluate(builder.graph(e, c), [Float32Array.of(1, 2, 3, 4)]);
  // a = −x, b = reverse(a) + x, c = a·b, e = reverse(c) − b + a
  const [bs, cs] = [
    [-3, -1, 1, 3],
    [3, 2, -3, -12],
  ];
  expect([...(result ?? [])]).toEqual([0, 1, 2, 3].map((i) => (cs[3 - i] ?? 0) - (bs[i] ?? 0) - (i + 1)));
});

it("holds scalars, columns and rows of other dtypes", () => {
  const builder = new GraphBuilder();
  const shape = [3, 2, 6];
  const flags = builder.input([3, 1, 1], "bool");
  const scale = builder.input([]);
  const rows = builder.input([2, 6]);
  const columns = builder.input([3, 2]);
  const spread = (value: typeof flags, broadcastDimensions: number[]) =>
    builder.node("broadcastInDim", [value], shape, value.spec.dtype, { shape, broadcastDimensions });
  const product = builder.map("mul", spread(rows, [1, 2]), spread(scale, []));
  const chosen = builder.node(
    "select",
    [spread(flags, [0, 1, 2]), product, spread(columns, [0, 1])],
    shape,
    "float32",
    {},
  );
  const graph = builder.graph(chosen);
  expect(stagesOf(graph, lowerGraph)).toHaveLength(1);
  const random = new RandomNumbers();
  const [r, c] = [random.floats(12), random.floats(6)];
  const [result] = evaluate(graph, [Uint8Array.of(1, 0, 1), Float32Array.of(0.5), r, c]);
  for (let index = 0; index < 36; index++) {
    const expected = Math.floor(index / 12) === 1 ? c[Math.floor(index / 6)] : 0.5 * (r[index % 12] ?? 0);
    expect(result?.[index]).toBe(expected);
  }
});
