import type { Node } from "@elegy/autodiff/spi";
import type { GraphRule } from "./graph-rule.ts";
import { graphRule } from "./kernel-table.ts";
import { copy } from "./movement.ts";

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
