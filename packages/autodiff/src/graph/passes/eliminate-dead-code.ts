import type { Graph, Node, Value } from "../../primitive/primitive.ts";

/** Leaves out the nodes that no output needs, and of nodes with graphs inside what nobody reads. */
export function eliminateDeadCode(graph: Graph): Graph {
  const needed = new Set<Value>(graph.outputs);
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    const kept = pruned(node, needed);
    kept.inputs.forEach((input) => needed.add(input));
    nodes.push(kept);
  }
  return { ...graph, nodes: nodes.reverse() };
}

function pruned(node: Node, needed: ReadonlySet<Value>): Node {
  const smaller = node.primitive.prune?.(
    node.params,
    node.outputs.map((output) => needed.has(output)),
  );
  if (!smaller) return node;
  return {
    ...node,
    params: smaller.params,
    inputs: node.inputs.filter((_, i) => smaller.inputs.includes(i)),
    outputs: node.outputs.filter((_, i) => smaller.outputs.includes(i)),
  };
}
