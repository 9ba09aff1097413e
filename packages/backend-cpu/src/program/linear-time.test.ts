import { expect, test } from "vitest";
import { GraphBuilder } from "../testing/graph-builder.test-support.ts";
import { lower } from "./lower.ts";

/**
 * Compiles a graph of about that many nodes, whose results are read soon and late, fused or not; CPU milliseconds.
 *
 * @param returnsAll whether all that is read late is returned, too.
 */
function work(nodes: number, returnsAll: boolean): number {
  const builder = new GraphBuilder();
  const x = builder.input([4, 4]);
  let y = x;
  const kept = [y];
  for (let i = 0; i < nodes / 10; i++) {
    const row = builder.node("reduceSum", [builder.map("mul", y, x)], [4], "float32", { axes: [0] });
    const params = { shape: [4, 4], broadcastDimensions: [1] };
    y = builder.map(
      "add",
      builder.node("broadcastInDim", [row], [4, 4], "float32", params),
      builder.map("neg", y),
    );
    kept.push(y);
  }
  // As a derivative does: from the end to the beginning, with what was computed on the way.
  for (const value of kept.toReversed())
    y = builder.map("sub", builder.map("mul", y, builder.map("abs", value)), y);
  const graph = returnsAll ? builder.graph(y, ...kept.slice(1)) : builder.graph(y);
  const before = process.cpuUsage();
  lower(graph, [0]);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test.each([
  ["one result", false],
  ["many results", true],
])("time to compile %s grows as the number of nodes", { timeout: 120_000 }, (_, returnsAll) => {
  const best = (nodes: number): number =>
    Math.min(...Array.from({ length: 2 }, () => work(nodes, returnsAll)));
  work(500, returnsAll);
  const [small, large] = [best(1000), best(4000)];
  // Four times the nodes: squared growth would be sixteen times the work.
  expect(large / small).toBeLessThan(8);
});
