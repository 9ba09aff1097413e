import { identityOf } from "../../cache/identity.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { Graph, Node, Value } from "../../primitive/primitive.ts";
import { paramText } from "../param-text.ts";
import { Replacements } from "./rewrite.ts";

/** Computes equal expressions once: primitives are pure, so equal inputs and parameters give equal outputs. */
export function eliminateCommonSubexpressions(graph: Graph): Graph {
  const seen = new Map<string, readonly Value[]>();
  const replaced = new Replacements();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const inputs = replaced.all(node.inputs);
    const operands = inputs.map((input) => identityOf(input)).join(",");
    const specs = node.outputs.map((output) => formatSpec(output.spec)).join(",");
    const key = `${node.primitive.name} ${paramText(node.params)} ${operands} ${specs}`;
    const earlier = seen.get(key);
    if (earlier) {
      node.outputs.forEach((output, i) => replaced.set(output, earlier[i] ?? output));
    } else {
      seen.set(key, node.outputs);
      nodes.push({ ...node, inputs });
    }
  }
  return { ...graph, nodes, outputs: replaced.all(graph.outputs) };
}
