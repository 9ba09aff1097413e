import { formatSpec, type NodeSpec, paramText } from "@elegy/autodiff/spi";
import type { Kernel, LoopRule } from "../kernels/kernel-rule.ts";
import { knownKernel } from "../kernels/known-kernel.ts";

/** The kernel of a node that is a loop nest of its own. */
export function lowerNode<P extends object>(rule: LoopRule<P>, node: NodeSpec<P>): Kernel {
  const specs = [node.inputs, node.outputs].map((some) => some.map(formatSpec).join());
  return knownKernel(`${node.name} ${paramText(node.params)} ${specs.join(" ")}`, rule.lower(node));
}
