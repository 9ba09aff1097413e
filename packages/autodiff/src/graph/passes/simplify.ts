import { type Graph, type Node, perOperand, type Value } from "../../primitive/primitive.ts";
import { registeredPrimitive } from "../../primitive/registry.ts";
import type { Rewrite, RewriteView } from "../../primitive/primitive.ts";
import { Replacements } from "./rewrite.ts";
import { Splats } from "./splats.ts";

/** A rule that gives another node is asked again; no chain of sensible rules is longer. */
const MOST_STEPS = 8;

/** Replaces nodes by what computes the same bits with less work: the rule `simplify` of each primitive says how. */
export function simplify(graph: Graph): Graph {
  const replaced = new Replacements();
  const producers = new Map<Value, Node>();
  const splats = new Splats();
  const view: RewriteView = {
    producer: (value) => producers.get(value),
    splat: (value) => splats.get(value),
  };
  const nodes: Node[] = [];
  for (const original of graph.nodes) {
    let node: Node = { ...original, inputs: replaced.all(original.inputs) };
    let rewrite = simplified(node, view);
    for (let step = 0; rewrite !== null && !("same" in rewrite) && step < MOST_STEPS; step++) {
      const { primitive, params, inputs } = rewrite;
      node = { ...node, primitive: registeredPrimitive(primitive), params, inputs };
      rewrite = simplified(node, view);
    }
    const [output] = node.outputs;
    if (rewrite !== null && "same" in rewrite && output !== undefined) {
      replaced.set(output, rewrite.same);
      continue;
    }
    nodes.push(node);
    splats.learn(node);
    node.outputs.forEach((value) => producers.set(value, node));
  }
  return { ...graph, nodes, outputs: replaced.all(graph.outputs) };
}

function simplified({ primitive, params, inputs, outputs }: Node, view: RewriteView): Rewrite | null {
  const [output] = outputs;
  if (primitive.simplify === undefined || output === undefined || outputs.length !== 1) return null;
  return primitive.simplify(perOperand(inputs), params, view, output.spec);
}
