import type { Graph, Value } from "@elegy/autodiff/spi";
import { expect, it } from "vitest";
import { lower, lowerGraph } from "../program/lower.ts";
import { GraphBuilder } from "../testing/graph-builder.test-support.ts";
import { schedule } from "./schedule.ts";
import { stagesOf } from "./stages-of.ts";

const SIZE = 1000;
const reversed = (builder: GraphBuilder, x: Value): Value =>
  builder.node("reverse", [x], [SIZE], "float32", { dimensions: [0] });
const total = (builder: GraphBuilder, x: Value): Value =>
  builder.node("reduceSum", [x], [], "float32", { axes: [0] });

/** In which order the results of a graph's stages are made, by names. */
function orderOf(
  graph: Graph,
  named: Readonly<Record<string, Value>>,
  donated: readonly number[] = [],
): string {
  const stages = stagesOf(graph, (body) => lowerGraph(body));
  const names = new Map(Object.entries(named).map(([name, value]) => [value, name]));
  return schedule(graph, stages, donated)
    .flatMap(({ outputs }) => outputs.map((value) => names.get(value) ?? "?"))
    .join(" ");
}

it("uses a value up before it makes the next", () => {
  const builder = new GraphBuilder();
  const x = builder.input([SIZE]);
  const [a, b] = [
    reversed(builder, x),
    builder.node("cumsum", [x], [SIZE], "float32", { axis: 0, reverse: false }),
  ];
  const [sumA, sumB] = [total(builder, a), total(builder, b)];
  expect(orderOf(builder.graph(sumA, sumB), { a, b, sumA, sumB })).toBe("a sumA b sumB");
});

it("makes a value when it is wanted, and not before", () => {
  const builder = new GraphBuilder();
  const x = builder.input([SIZE]);
  const early = reversed(builder, x);
  const large = builder.node("concatenate", [x, x], [2 * SIZE], "float32", { dimension: 0 });
  const sum = builder.node("reduceSum", [large], [], "float32", { axes: [0] });
  const result = builder.node(
    "dotGeneral",
    [
      early,
      builder.node("broadcastInDim", [sum], [SIZE], "float32", { shape: [SIZE], broadcastDimensions: [] }),
    ],
    [],
    "float32",
    { lhsContracting: [0], rhsContracting: [0], lhsBatch: [], rhsBatch: [] },
  );
  expect(orderOf(builder.graph(result), { early, large, sum, result })).toMatch(/^large sum .*early/);
});

it("does not write over a donated input that is still to be read", () => {
  const builder = new GraphBuilder();
  const [w, x] = [builder.input([SIZE]), builder.input([SIZE])];
  const g = reversed(builder, x);
  const other = builder.map("mul", reversed(builder, w), w);
  const next = builder.map("sub", w, g);
  const graph = builder.graph(total(builder, other), next);
  expect(lower(graph, [0]).takenFrom).toEqual([null, 0]);
});

it("leaves the order as it is where nothing is to be gained", () => {
  const builder = new GraphBuilder();
  const x = builder.input([SIZE]);
  const a = reversed(builder, x);
  const b = reversed(builder, a);
  const [sumA, sumB] = [total(builder, x), total(builder, b)];
  expect(orderOf(builder.graph(sumB, sumA), { a, b, sumA, sumB })).toBe("a b sumA sumB");
});
