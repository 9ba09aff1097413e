import { type Graph, type Node, perOperand, type PrimitiveKind } from "../primitive/primitive.ts";
import { innerGraphs } from "./inner-graphs.ts";
import { byteSize, sizeOf, type TensorSpec } from "../tensor/spec.ts";

/** An estimate of work: the fewest arithmetic operations, and the bytes read and written if nothing is fused. */
export interface Cost {
  readonly flops: number;
  readonly bytes: number;
}

/** What a primitive costs that does not say it, by its kind. */
const FLOPS: {
  readonly [K in PrimitiveKind]: (inputs: readonly TensorSpec[], outputs: readonly TensorSpec[]) => number;
} = {
  elementwise: (_, outputs) => elements(outputs),
  creation: () => 0,
  movement: () => 0,
  reduction: (inputs) => elements(inputs),
  // Of a product of matrices, m·k by k·n to m·n, the root is m·k·n.
  contraction: (inputs, outputs) =>
    2 * Math.sqrt([...inputs, ...outputs].reduce((product, { shape }) => product * sizeOf(shape), 1)),
  call: () => 0,
  control: () => 0,
};

/**
 * The cost of one node.
 *
 * @example
 * ```ts
 * const { nodes } = makeGraph((x, y) => np.matmul(x, y))(np.ones([2, 3]), np.ones([3, 4]));
 * nodeCost(nodes[0]); // => {"flops":48,"bytes":104}
 * ```
 */
export function nodeCost(node: Node): Cost {
  const { primitive, params, inputs, outputs } = node;
  const given = inputs.map(({ spec }) => spec);
  const made = outputs.map(({ spec }) => spec);
  const body = (params as { readonly graph?: Graph }).graph;
  if (primitive.kind === "call" && !primitive.flops && body) return graphCost(body);
  if (primitive.graphs) {
    const runs = primitive.graphs.runs(params);
    return sumOf(innerGraphs(node).map((inner, i) => times(graphCost(inner), runs[i] ?? 1)));
  }
  return {
    flops: primitive.flops?.(perOperand(given), params) ?? FLOPS[primitive.kind](given, made),
    bytes: [...given, ...made].reduce((sum, spec) => sum + byteSize(spec), 0),
  };
}

/**
 * The cost of a graph: the sum of its nodes'.
 *
 * @example
 * ```ts
 * graphCost(makeGraph((x) => x.sin().sum())(np.ones([10]))).flops; // => 20
 * ```
 */
export function graphCost(graph: Graph): Cost {
  return sumOf(graph.nodes.map(nodeCost));
}

function sumOf(costs: readonly Cost[]): Cost {
  return costs.reduce((sum, cost) => ({ flops: sum.flops + cost.flops, bytes: sum.bytes + cost.bytes }), {
    flops: 0,
    bytes: 0,
  });
}

function times({ flops, bytes }: Cost, count: number): Cost {
  return { flops: flops * count, bytes: bytes * count };
}

function elements(specs: readonly TensorSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
