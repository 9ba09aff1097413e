import { formatSpec, type NodeSpec, paramText } from "@elegy/autodiff/spi";
import type { Kernel, LoopRule } from "../kernels/kernel-rule.ts";
import { knownKernel } from "../kernels/known-kernel.ts";

/** The kernel of a node that is a loop nest of its own. */
export function lowerNode<P extends object>(rule: LoopRule<P>, node: NodeSpec<P>): Kernel {
  return knownKernel(nodeText(node), rule.lower(node));
}

/** Nodes of equal texts compute the same. */
export function nodeText<P extends object>({ name, params, inputs, outputs }: NodeSpec<P>): string {
  const specs = [inputs, outputs].map((some) => some.map(formatSpec).join());
  return `${name} ${paramText(params)} ${specs.join(" ")}`;
}
