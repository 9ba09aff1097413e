import type { Value } from "@elegy/autodiff/spi";
import { expect, it } from "vitest";
import { evaluate, GraphBuilder } from "../testing/graph-builder.test-support.ts";

type Make = (builder: GraphBuilder, x: Value, y: Value, row: Value) => Value;

const spread = (builder: GraphBuilder, row: Value, axis: number): Value =>
  builder.node("broadcastInDim", [row], [4, 4], "float32", { shape: [4, 4], broadcastDimensions: [axis] });

/** Nodes that differ in one thing only. */
const TWINS: readonly Make[] = [
  (b, x) => b.map("mul", x, b.full(2, [4, 4])),
  (b, x) => b.map("mul", x, b.full(3, [4, 4])),
  (b, x, y) => b.map("sub", x, y),
  (b, x, y) => b.map("sub", y, x),
  (b, x) => b.map("sub", x, x),
  (b, x, _, row) => b.map("sub", x, spread(b, row, 0)),
  (b, x, _, row) => b.map("sub", x, spread(b, row, 1)),
  (b, x) => b.map("neg", b.map("exp", x)),
  (b, x) => b.map("exp", b.map("neg", x)),
  (b, x) => b.node("convert", [x], [4, 4], "int32", { dtype: "int32" }),
  (b, x) => b.node("convert", [x], [4, 4], "uint8", { dtype: "uint8" }),
  (b, x) => b.node("reduceSum", [x], [4], "float32", { axes: [0] }),
  (b, x) => b.node("reduceSum", [x], [4], "float32", { axes: [1] }),
  (b, x) => b.node("reduceMax", [x], [4], "float32", { axes: [1] }),
  (b, x) => b.node("transpose", [x], [4, 4], "float32", { permutation: [1, 0] }),
  (b, x) => b.node("reverse", [x], [4, 4], "float32", { dimensions: [0] }),
  (b, x) => b.node("reverse", [x], [4, 4], "float32", { dimensions: [1] }),
];

const data = [16, 16, 4].map((size, seed) =>
  Float32Array.from({ length: size }, (_, i) => ((i * 7 + seed) % 11) + seed),
);

function results(makes: readonly Make[]): number[][] {
  const builder = new GraphBuilder();
  const [x, y, row] = [builder.input([4, 4]), builder.input([4, 4]), builder.input([4])];
  return evaluate(builder.graph(...makes.map((make) => make(builder, x, y, row))), data).map((array) => [
    ...array,
  ]);
}

it("tells kernels apart that differ in little", () => {
  expect(results(TWINS)).toEqual(TWINS.flatMap((make) => results([make])));
});
