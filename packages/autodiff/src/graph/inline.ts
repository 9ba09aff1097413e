import type { Graph, Node, Value } from "../primitive/primitive.ts";

/** The nodes of a graph applied to other values, and what they make of its outputs. */
export function inlined(
  graph: Graph,
  inputs: readonly Value[],
): { readonly nodes: readonly Node[]; readonly outputs: readonly Value[] } {
  const names = new Map<Value, Value>();
  graph.inputs.forEach((value, i) => {
    const input = inputs[i];
    if (input) names.set(value, input);
  });
  const renamed = (values: readonly Value[]): Value[] => values.map((value) => names.get(value) ?? value);
  const nodes = graph.nodes.map((node): Node => {
    node.outputs.forEach((value) => names.set(value, { spec: value.spec }));
    return { ...node, inputs: renamed(node.inputs), outputs: renamed(node.outputs) };
  });
  return { nodes, outputs: renamed(graph.outputs) };
}
