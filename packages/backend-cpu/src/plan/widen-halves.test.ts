import { grad, makeGraph, np, setBackend, type Tensor } from "@elegy/autodiff";
import { type Graph, printGraph, verifyGraph } from "@elegy/autodiff/spi";
import { beforeEach, expect, test } from "vitest";
import { cpu } from "../cpu.ts";
import { lower } from "../program/lower.ts";
import { stagesOf } from "./stages-of.ts";
import { widenHalves } from "./widen-halves.ts";

beforeEach(() => setBackend(cpu()));

const half = (...shape: number[]): Tensor => np.ones(shape, { dtype: "float16" });
const widened = (graph: Graph): Graph => verifyGraph(widenHalves(graph), "widenHalves");
const conversions = (graph: Graph): number =>
  graph.nodes.filter(({ primitive }) => primitive.name === "convert").length;
const kernels = (graph: Graph): number => {
  const lowerGraph = (): never => expect.fail("there is no graph inside");
  return stagesOf(widened(graph), lowerGraph).length;
};

test("a graph without halves is left alone", () => {
  const graph = makeGraph((x: Tensor) => np.tanh(x).sum())(np.ones([4]));
  expect(widenHalves(graph)).toBe(graph);
});

test("what moves elements is left alone", () => {
  const graph = makeGraph((x: Tensor) => np.where(np.flip(x).equal(x), x.transpose().reshape([2, 3]), x))(
    half(2, 3),
  );
  expect(conversions(widened(graph))).toBe(2);
});

test("a chain of elementwise operations stays one loop, which reads and writes halves", () => {
  const graph = makeGraph((x: Tensor, y: Tensor) => np.tanh(x.mul(y).add(1)).sub(x))(half(8), half(8));
  expect(kernels(graph)).toBe(1);
  expect(lower(graph, [0]).takenFrom).toEqual([0]);
});

test("an operand of two products is widened once", () => {
  const graph = makeGraph((x: Tensor, w: Tensor) => [np.dot(x, w), np.dot(w, x)])(half(4, 4), half(4, 4));
  // Two operands, two results.
  expect(conversions(widened(graph))).toBe(4);
});

test("everything that a derivative is made of is valid in float32", () => {
  const loss = (w: Tensor, x: Tensor): Tensor => np.exp(np.dot(x, w)).cumsum({ axis: 1 }).max();
  const graph = widened(makeGraph(grad(loss))(half(4, 3), half(5, 4)));
  const text = printGraph(graph);
  expect(text).toContain("f32[5,3]");
  expect(graph.outputs.map(({ spec }) => spec)).toEqual([{ shape: [4, 3], dtype: "float16" }]);
});
