import type { Graph, Node, Value } from "../primitive/primitive.ts";
import { present } from "./present.ts";

/** Who makes and who reads the values of a graph, of which only the nodes that its outputs need are left. */
export interface DataFlow {
  readonly nodes: readonly Node[];
  /** Index of the node that makes a value; none for an input. */
  readonly maker: ReadonlyMap<Value, number>;
  /** For each node, the later nodes that read what it makes. */
  readonly readers: readonly (readonly number[])[];
  /** For each node, the earlier nodes that make what it reads. */
  readonly makers: readonly (readonly number[])[];
}

/**
 * Who makes and who reads each value of a graph.
 *
 * @example
 * ```ts
 * import { dataFlow } from "@elegy/autodiff/spi";
 *
 * const graph = makeGraph((x) => np.tanh(x).mul(x))(np.ones([3]));
 * dataFlow(graph).makers; // => [[],[0]]
 * ```
 */
export function dataFlow(graph: Graph): DataFlow {
  const needed = new Set<Value>(graph.outputs);
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      const live = node.outputs.some((value) => needed.has(value));
      if (live) for (const value of node.inputs) needed.add(value);
      return live;
    })
    .toReversed();

  const maker = new Map<Value, number>();
  const readers: number[][] = nodes.map(() => []);
  const makers: number[][] = nodes.map(() => []);
  for (const [index, node] of nodes.entries()) {
    for (const value of new Set(node.inputs)) {
      const made = maker.get(value);
      if (made === undefined) continue;
      const known = present(readers[made]);
      if (known.at(-1) === index) continue;
      known.push(index);
      present(makers[index]).push(made);
    }
    for (const value of node.outputs) maker.set(value, index);
  }
  return { nodes, maker, readers, makers };
}
