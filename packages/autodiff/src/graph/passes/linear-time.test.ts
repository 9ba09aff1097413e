import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { grad, makeGraph, np, setBackend, type Tensor } from "../../index.ts";
import { runPipeline } from "./pipeline.ts";

/** Traces, differentiates and optimizes a graph of about that many nodes; milliseconds of the processor's time. */
function work(nodes: number): { readonly time: number; readonly size: number } {
  const f = (x: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < nodes / 9; i++) y = y.mul(0.5).sin().add(x);
    return y.sum();
  };
  const before = process.cpuUsage();
  const graph = makeGraph(f)(np.ones([8]));
  const derivative = makeGraph(grad(f))(np.ones([8]));
  runPipeline(graph, new Set());
  const size = runPipeline(derivative, new Set()).nodes.length;
  const { user, system } = process.cpuUsage(before);
  return { time: (user + system) / 1000, size: Math.max(size, derivative.nodes.length) };
}

test("compile time grows as the number of nodes", { timeout: 120_000 }, () => {
  setBackend(reference());
  const best = (nodes: number): number => Math.min(...Array.from({ length: 4 }, () => work(nodes).time));
  work(2500);
  const [small, large] = [best(2500), best(10_000)];
  expect(work(10_000).size).toBeGreaterThanOrEqual(10_000);
  // Four times the nodes: squared growth would be sixteen times the work.
  expect(large / small).toBeLessThan(8);
});
