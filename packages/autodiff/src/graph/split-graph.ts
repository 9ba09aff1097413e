import type { Graph, Node, Value } from "../primitive/primitive.ts";
import { eliminateDeadCode } from "./passes/eliminate-dead-code.ts";

export interface GraphSplit {
  /** From the known inputs: the known outputs, then the residuals. */
  readonly known: Graph;
  /** From the `passed` inputs, the residuals and the unknown inputs: the unknown outputs. */
  readonly unknown: Graph;
  readonly passed: readonly number[];
  readonly outputKnown: readonly boolean[];
}

/** Divides a graph into what its known inputs determine and the rest. */
export function splitGraph(graph: Graph, inputKnown: readonly boolean[]): GraphSplit {
  const unknownValues = new Set<Value>(graph.inputs.filter((_, i) => !inputKnown[i]));
  const knownNodes: Node[] = [];
  const unknownNodes: Node[] = [];
  for (const node of graph.nodes) {
    if (node.inputs.some((value) => unknownValues.has(value))) {
      node.outputs.forEach((value) => unknownValues.add(value));
      unknownNodes.push(node);
    } else {
      knownNodes.push(node);
      // What has no operands is cheaper made twice than handed over.
      if (node.inputs.length === 0) unknownNodes.push(node);
    }
  }
  const outputKnown = graph.outputs.map((value) => !unknownValues.has(value));
  const unknownOutputs = graph.outputs.filter((_, i) => !outputKnown[i]);
  const waiting = eliminateDeadCode({ inputs: [], nodes: unknownNodes, outputs: unknownOutputs });
  const used = new Set(waiting.nodes.flatMap((node) => node.inputs));
  const passed = graph.inputs.flatMap((value, i) => (inputKnown[i] && used.has(value) ? [i] : []));
  const defined = new Set([...graph.inputs, ...waiting.nodes.flatMap((node) => node.outputs)]);
  const residuals = [...used].filter((value) => !defined.has(value));
  return {
    known: eliminateDeadCode({
      inputs: graph.inputs.filter((_, i) => inputKnown[i]),
      nodes: knownNodes,
      outputs: [...graph.outputs.filter((_, i) => outputKnown[i]), ...residuals],
    }),
    unknown: {
      ...waiting,
      inputs: [
        ...graph.inputs.filter((_, i) => passed.includes(i)),
        ...residuals,
        ...graph.inputs.filter((_, i) => !inputKnown[i]),
      ],
    },
    passed,
    outputKnown,
  };
}
