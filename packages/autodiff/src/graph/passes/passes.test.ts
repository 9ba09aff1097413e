import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { lax, makeGraph, nn, np, setBackend, type Tensor } from "../../index.ts";
import type { Graph } from "../../primitive/primitive.ts";
import { printGraph } from "../print.ts";
import { verifyGraph } from "../verify.ts";
import { decompose } from "./decompose.ts";
import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import { runPipeline } from "./pipeline.ts";
import { separateOutputs } from "./separate-outputs.ts";

beforeEach(() => setBackend(reference()));

const x = (): Tensor => np.ones([3]);

/** The graph of a function of one vector, after a pass, as the lines between its first and last. */
function after(pass: (graph: Graph) => Graph, f: (x: Tensor) => unknown): string[] {
  const graph = makeGraph(f)(x());
  const before = printGraph(graph);
  const lines = printGraph(verifyGraph(pass(graph), "test")).split("\n");
  expect(printGraph(graph)).toBe(before);
  return lines.slice(1).map((line) => line.trim());
}

describe("eliminateDeadCode", () => {
  test("leaves out what no output needs", () => {
    const lines = after(eliminateDeadCode, (a) => {
      a.exp().sin();
      return a.mul(a);
    });
    expect(lines).toEqual(["b:f32[3] = mul a a", "in (b) }"]);
  });

  test("keeps a node of which one output is needed", () => {
    const lines = after(eliminateDeadCode, (a) => {
      const k = a.astype("uint32");
      return lax.threefry2x32(k, k, k, k)[1];
    });
    expect(lines).toEqual([
      'b:u32[3] = convert[dtype="uint32"] a',
      "c:u32[3] d:u32[3] = threefry2x32 b b b b",
      "in (d) }",
    ]);
  });
});

describe("eliminateCommonSubexpressions", () => {
  test("computes equal expressions once, and what is made of them", () => {
    expect(after(eliminateCommonSubexpressions, (a) => a.add(1).exp().mul(a.add(1).exp()))).toEqual([
      'b:f32[] = constant[dtype="float32", value=1]',
      "c:f32[3] = broadcastInDim[broadcastDimensions=[], shape=[3]] b",
      "d:f32[3] = add a c",
      "e:f32[3] = exp d",
      "f:f32[3] = mul e e",
      "in (f) }",
    ]);
  });

  test("tells other parameters, operands and constants apart", () => {
    const f = (a: Tensor): Tensor[] => [
      a.add(0),
      a.sub(a),
      lax.rev(a, [0]),
      a.add(1),
      a.mul(a),
      lax.constant(-0, "float32"),
    ];
    expect(after(eliminateCommonSubexpressions, f)).toEqual(after((graph) => graph, f));
  });
});

describe("separateOutputs", () => {
  test("copies an output that is an input or another output", () => {
    expect(after(separateOutputs, (a) => [a, a.neg(), a])).toEqual([
      "b:f32[3] = neg a",
      "c:f32[3] = copy a",
      "d:f32[3] = copy a",
      "in (c, b, d) }",
    ]);
    expect(after(separateOutputs, (a) => a.neg())).toEqual(["b:f32[3] = neg a", "in (b) }"]);
  });
});

describe("decompose", () => {
  test("replaces derived primitives", () => {
    expect(
      after(
        (graph) => decompose(graph, new Set()),
        (a) => nn.relu(a),
      ),
    ).toEqual([
      'b:f32[] = constant[dtype="float32", value=0]',
      "c:f32[3] = broadcastInDim[broadcastDimensions=[], shape=[3]] b",
      "d:f32[3] = max a c",
      "in (d) }",
    ]);
    expect(
      after(
        (graph) => decompose(graph, new Set()),
        (a) => lax.stopGradient(a),
      ),
    ).toEqual(["in (a) }"]);
  });

  test("but for those that a backend takes", () => {
    const takes = new Set(["softmax", "relu"]);
    const lines = after(
      (graph) => decompose(graph, takes),
      (a) => nn.logSoftmax(nn.relu(nn.softmax(a))),
    );
    expect(lines.slice(0, -1).map((line) => line.split(" ")[2]?.replace(/\[.*/, ""))).toEqual([
      "softmax",
      "relu",
      "reduceMax",
      "broadcastInDim",
      "sub",
      "exp",
      "reduceSum",
      "log",
      "broadcastInDim",
      "sub",
    ]);
  });

  test("leaves a graph without any as it is", () => {
    const graph = makeGraph((a: Tensor) => a.neg())(x());
    expect(decompose(graph, new Set())).toBe(graph);
  });
});

test("the pipeline does all of it", () => {
  const f = (a: Tensor): Tensor[] => {
    a.exp();
    return [nn.relu(a), lax.stopGradient(nn.relu(a)), a];
  };
  expect(after((graph) => runPipeline(graph, new Set()), f)).toEqual([
    'b:f32[] = constant[dtype="float32", value=0]',
    "c:f32[3] = broadcastInDim[broadcastDimensions=[], shape=[3]] b",
    "d:f32[3] = max a c",
    "e:f32[3] = copy d",
    "f:f32[3] = copy a",
    "in (d, e, f) }",
  ]);
});
