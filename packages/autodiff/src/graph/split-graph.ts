import { type Graph, type Node, perOperand, type SplitBody, type Value } from "../primitive/primitive.ts";
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
    const known = node.inputs.map((value) => !unknownValues.has(value));
    if (known.every(Boolean)) {
      knownNodes.push(node);
      // What has no operands is cheaper made twice than handed over.
      if (node.inputs.length === 0) unknownNodes.push(node);
    } else {
      const split = node.primitive.split && splitNode(node, node.primitive.split(node.params, known), known);
      if (split) knownNodes.push(split.known);
      const waiting = split?.unknown ?? node;
      unknownNodes.push(waiting);
      waiting.outputs.forEach((value) => unknownValues.add(value));
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
        ...graph.inputs.filter((value, i) => inputKnown[i] && used.has(value)),
        ...residuals,
        ...graph.inputs.filter((_, i) => !inputKnown[i]),
      ],
    },
    passed,
    outputKnown,
  };
}

/** The two halves of a node whose primitive can be split. */
function splitNode(
  node: Node,
  { known, unknown, passed, outputKnown }: SplitBody<object>,
  inputKnown: readonly boolean[],
): { readonly known: Node; readonly unknown: Node } {
  const { primitive, inputs, outputs } = node;
  const knownInputs = inputs.filter((_, i) => inputKnown[i]);
  const knownOutputs = outputs.filter((_, i) => outputKnown[i]);
  const specs = primitive.spec(perOperand(knownInputs.map(({ spec }) => spec)), known);
  const residuals = specs.slice(knownOutputs.length).map((spec) => ({ spec }));
  const isPassed = new Set(passed);
  return {
    known: { ...node, params: known, inputs: knownInputs, outputs: [...knownOutputs, ...residuals] },
    unknown: {
      ...node,
      params: unknown,
      inputs: [
        ...inputs.filter((_, i) => isPassed.has(i)),
        ...residuals,
        ...inputs.filter((_, i) => !inputKnown[i]),
      ],
      outputs: outputs.filter((_, i) => !outputKnown[i]),
    },
  };
}
