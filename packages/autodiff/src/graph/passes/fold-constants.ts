import { commonPrimitive } from "../../primitive/registry.ts";
import { rounded } from "../../primitive/rules/fold-rules.ts";
import { type Graph, type Node, perOperand, type Value } from "../../primitive/primitive.ts";
import { Replacements } from "./rewrite.ts";
import { Splats } from "./splats.ts";

/**
 * Computes what is made of constants alone, where every element of a result is one number and that number is sure to
 * be the one a backend would compute. The result is a scalar constant, spread over the shape.
 */
export function foldConstants(graph: Graph): Graph {
  const splats = new Splats();
  const replaced = new Replacements();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const inputs = replaced.all(node.inputs);
    const number = splats.learn({ ...node, inputs });
    const [output] = node.outputs;
    if (number === undefined || output === undefined || isPlain(node, inputs, splats)) {
      nodes.push(inputs === node.inputs ? node : { ...node, inputs });
      continue;
    }
    const made = constantNodes(node, output, number);
    nodes.push(...made);
    const [first, last] = [made[0]?.outputs[0], made.at(-1)?.outputs[0]];
    if (first) splats.set(first, number);
    if (last) {
      splats.set(last, number);
      replaced.set(output, last);
    }
  }
  return { ...graph, nodes, outputs: replaced.all(graph.outputs) };
}

/** A constant, or one that is spread: nothing to gain. */
function isPlain({ primitive, outputs }: Node, inputs: readonly Value[], splats: Splats): boolean {
  if (inputs.length === 0) return true;
  const [input] = inputs;
  return (
    primitive === commonPrimitive("broadcastInDim") &&
    inputs.length === 1 &&
    outputs.length === 1 &&
    input !== undefined &&
    splats.isScalarConstant(input)
  );
}

function constantNodes({ source }: Node, output: Value, number: number): Node[] {
  const { shape, dtype } = output.spec;
  const scalar: Value = { spec: { shape: [], dtype } };
  const constant: Node = {
    primitive: commonPrimitive("constant"),
    params: { value: dtype === "bool" ? number !== 0 : (rounded(number, dtype) ?? number), dtype },
    inputs: [],
    outputs: [scalar],
    source,
  };
  if (shape.length === 0) return [constant];
  const spread: Node = {
    primitive: commonPrimitive("broadcastInDim"),
    params: { shape, broadcastDimensions: [] },
    inputs: perOperand([scalar]),
    outputs: [{ spec: output.spec }],
    source,
  };
  return [constant, spread];
}
