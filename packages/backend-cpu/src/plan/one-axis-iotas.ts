import { commonPrimitive, type Graph, type Node, type Value } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";

/** Numbers along one of several axes are numbered once and repeated along the others, where fused loops read them. */
export function oneAxisIotas(graph: Graph): Graph {
  if (!graph.nodes.some(repeatsNumbers)) return graph;
  return {
    ...graph,
    nodes: graph.nodes.flatMap((node) => (repeatsNumbers(node) ? onceAndRepeated(node) : [node])),
  };
}

interface IotaNode extends Node {
  readonly params: { readonly shape: readonly number[]; readonly dimension: number };
}

function repeatsNumbers(node: Node): node is IotaNode {
  return node.primitive.name === "iota" && present(node.outputs[0]).spec.shape.length > 1;
}

function onceAndRepeated(node: IotaNode): Node[] {
  const { shape, dimension } = node.params;
  const { dtype } = present(node.outputs[0]).spec;
  const along = [present(shape[dimension])];
  const numbers: Value = { spec: { shape: along, dtype } };
  return [
    { ...node, params: { dtype, shape: along, dimension: 0 }, outputs: [numbers] },
    {
      ...node,
      primitive: commonPrimitive("broadcastInDim"),
      params: { shape, broadcastDimensions: [dimension] },
      inputs: [numbers],
    },
  ];
}
