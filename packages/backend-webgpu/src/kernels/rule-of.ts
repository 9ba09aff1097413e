import type { Node } from "@elegy/autodiff/spi";
import type { GraphRule } from "./graph-rule.ts";
import { graphRule } from "./kernel-table.ts";
import type { NodeSpec } from "./kernel-rule.ts";
import { copy } from "./movement.ts";

export function nodeSpec({ primitive, params, inputs, outputs }: Node): NodeSpec<object> {
  return {
    name: primitive.name,
    params,
    inputs: inputs.map(({ spec }) => spec),
    outputs: outputs.map(({ spec }) => spec),
  };
}

/** The rule of a node. A reduction over no axes only copies. */
export function ruleOf(node: Node): GraphRule<object> {
  const rule = graphRule(node.primitive.name);
  return rule.kind === "reduction" && reducedAxes(node).length === 0 ? copy : rule;
}

/** The axes of a reduction. */
export function reducedAxes({ params }: Node): readonly number[] {
  // A verified graph pairs a reduction with axes.
  return (params as { readonly axes: readonly number[] }).axes;
}
