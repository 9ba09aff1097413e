import type { Graph, Node, Value } from "../primitive/primitive.ts";
import { eliminateDeadCode } from "./passes/eliminate-dead-code.ts";
import { splitNode } from "./split-node.ts";

export interface GraphSplit {
  /** From the known inputs: the known outputs, then the residuals. */
  readonly known: Graph;
  /** From the `passed` inputs, the residuals and the unknown inputs: the unknown outputs. */
  readonly unknown: Graph;
  readonly passed: readonly number[];
  readonly outputKnown: readonly boolean[];
}

/**
 * Divides a graph into what its known inputs determine and the rest. Outputs that may not be known
 * (`outputMayBeKnown` is `false`) belong to the rest whatever they are.
 */
export function splitGraph(
  graph: Graph,
  inputKnown: readonly boolean[],
  outputMayBeKnown: readonly boolean[] = [],
): GraphSplit {
  const unknownValues = new Set<Value>(graph.inputs.filter((_, i) => !inputKnown[i]));
  const free = new Set<Value>();
  const knownNodes: Node[] = [];
  const unknownNodes: Node[] = [];
  for (const node of graph.nodes) {
    const known = node.inputs.map((value) => !unknownValues.has(value));
    if (known.every(Boolean)) {
      knownNodes.push(node);
      // What depends on nothing is cheaper made twice than handed over.
      if (isCheap(node) && node.inputs.every((value) => free.has(value))) {
        node.outputs.forEach((value) => free.add(value));
        unknownNodes.push(node);
      }
      continue;
    }
    const split = splitNode(node, known);
    knownNodes.push(...(split?.known ?? []));
    unknownNodes.push(split?.unknown ?? node);
    (split?.unknownOutputs ?? node.outputs).forEach((value) => unknownValues.add(value));
  }
  const outputKnown = graph.outputs.map(
    (value, i) => !unknownValues.has(value) && outputMayBeKnown[i] !== false,
  );
  const unknownOutputs = graph.outputs.filter((_, i) => !outputKnown[i]);
  const waiting = eliminateDeadCode({ inputs: [], nodes: unknownNodes, outputs: unknownOutputs });
  const used = new Set([...waiting.nodes.flatMap((node) => node.inputs), ...unknownOutputs]);
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
        ...graph.inputs.filter((value, i) => inputKnown[i] && used.has(value)),
        ...residuals,
        ...graph.inputs.filter((_, i) => !inputKnown[i]),
      ],
    },
    passed,
    outputKnown,
  };
}

function isCheap({ primitive }: Node): boolean {
  return primitive.kind === "creation" || primitive.kind === "movement";
}
