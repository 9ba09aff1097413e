import type { Graph, Node } from "../primitive/primitive.ts";

/** The graphs among the parameters of a node. */
export function innerGraphs({ primitive, params }: Node): readonly Graph[] {
  return primitive.graphs?.of(params) ?? [];
}

/** The same graph with `f` applied to the graphs among the parameters of its nodes. */
function mapInnerGraphs(graph: Graph, f: (inner: Graph) => Graph): Graph {
  if (graph.nodes.every(({ primitive }) => primitive.graphs === undefined)) return graph;
  const nodes = graph.nodes.map((node): Node => {
    const inner = innerGraphs(node);
    if (inner.length === 0 || !node.primitive.graphs) return node;
    return { ...node, params: node.primitive.graphs.replaced(node.params, inner.map(f)) };
  });
  return { ...graph, nodes };
}

/** A pass that is done to a graph and then to the graphs inside of it, those that the pass brought to light too. */
export function throughout(pass: (graph: Graph) => Graph): (graph: Graph) => Graph {
  // Nodes that share a graph share it afterwards: that is how common subexpressions are found.
  const done = new Map<Graph, Graph>();
  const deep = (graph: Graph): Graph =>
    mapInnerGraphs(pass(graph), (inner) => {
      const known = done.get(inner) ?? deep(inner);
      done.set(inner, known);
      return known;
    });
  return deep;
}
