import type { Graph, Node, Value } from "../../primitive/primitive.ts";

/** Leaves out the nodes that no output needs. */
export function eliminateDeadCode(graph: Graph): Graph {
  const needed = new Set<Value>(graph.outputs);
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    node.inputs.forEach((input) => needed.add(input));
    nodes.push(node);
  }
  return { ...graph, nodes: nodes.reverse() };
}
