import { beforeAll, describe, expect, test } from "vitest";
import "../index.ts";
import type { Graph, Node, Value } from "../primitive/primitive.ts";
import type { PrimitiveName } from "../primitive/primitive-set.ts";
import { primitiveNamed } from "../primitives/primitive-named.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import { verifyGraph } from "./verify.ts";

const spec: TensorSpec = { shape: [3], dtype: "float32" };
const [a, b, c]: [Value, Value, Value] = [{ spec }, { spec }, { spec }];
let mul: Node;

function node(
  name: PrimitiveName,
  inputs: readonly Value[],
  outputs: readonly Value[],
  params: object = {},
): Node {
  return { primitive: primitiveNamed(name), params, inputs, outputs };
}

beforeAll(() => {
  mul = node("mul", [a, b], [c]);
});

test("a well-formed graph passes as it is", () => {
  const graph: Graph = { inputs: [a, b], nodes: [mul], outputs: [c, a] };
  expect(verifyGraph(graph, "test")).toBe(graph);
});

describe("catches", () => {
  test.each<[string, () => Graph, string]>([
    [
      "a value read before it is defined",
      () => ({ inputs: [a], nodes: [mul], outputs: [c] }),
      "test: node 0 (mul) input 1 is read before it is defined",
    ],
    [
      "nodes in the wrong order",
      () => ({ inputs: [a, b], nodes: [node("neg", [c], [{ spec }]), mul], outputs: [c] }),
      "test: node 0 (neg) input 0 is read before it is defined",
    ],
    [
      "an output that nothing defines",
      () => ({ inputs: [a, b], nodes: [], outputs: [a, c] }),
      "test: output 1 is read before it is defined",
    ],
    [
      "a value defined twice",
      () => ({ inputs: [a, b], nodes: [mul, mul], outputs: [c] }),
      "test: node 1 (mul) output 0 is defined twice",
    ],
    [
      "an input given twice",
      () => ({ inputs: [a, a], nodes: [], outputs: [a] }),
      "test: input 1 is defined twice",
    ],
    [
      "another shape than the primitive's",
      () => ({
        inputs: [a, b],
        nodes: [node("mul", [a, b], [{ spec: { ...spec, shape: [4] } }])],
        outputs: [],
      }),
      "test: node 0 (mul) output 0 is f32[4], not f32[3]",
    ],
    [
      "another dtype",
      () => ({ inputs: [a, b], nodes: [node("eq", [a, b], [c])], outputs: [c] }),
      "test: node 0 (eq) output 0 is f32[3], not bool[3]",
    ],
    [
      "an output too many",
      () => ({ inputs: [a, b], nodes: [node("mul", [a, b], [c, { spec }])], outputs: [c] }),
      "test: node 0 (mul) output 1 is f32[3], not no such output",
    ],
    [
      "an output too few",
      () => ({ inputs: [a, b], nodes: [node("mul", [a, b], [])], outputs: [] }),
      "test: node 0 (mul) has 0 outputs, not 1",
    ],
    [
      "operands that do not fit",
      () => ({ inputs: [a, b], nodes: [node("transpose", [a], [c], { permutation: [1] })], outputs: [c] }),
      "transpose: permutation out of range or repeated",
    ],
  ])("%s", (_name, graph, message) => {
    expect(() => verifyGraph(graph(), "test")).toThrow(message);
  });
});
