import { commonPrimitive } from "../../primitive/registry.ts";
import type { Graph, Node, Value } from "../../primitive/primitive.ts";

/** Copies an output that is an input or another output, so that each is a buffer of its own. */
export function separateOutputs(graph: Graph): Graph {
  const taken = new Set<Value>(graph.inputs);
  const copies: Node[] = [];
  const outputs = graph.outputs.map((value) => {
    if (!taken.has(value)) {
      taken.add(value);
      return value;
    }
    const copy = { spec: value.spec };
    copies.push({ primitive: commonPrimitive("copy"), params: {}, inputs: [value], outputs: [copy] });
    return copy;
  });
  return copies.length === 0 ? graph : { ...graph, nodes: [...graph.nodes, ...copies], outputs };
}
