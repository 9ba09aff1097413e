import { byteSize, nodeCost, type Value } from "@elegy/autodiff/spi";
import type { Group } from "./fuse.ts";

/** What one thread gets done in a nanosecond, roughly. */
const PRODUCT_FLOPS = 30;
const OTHER_FLOPS = 2;
const BYTES = 8;

/** About how many nanoseconds one thread needs for nodes that are computed together. */
export function workOf(group: Group, inputs: readonly Value[], outputs: readonly Value[]): number {
  const bytes = [...inputs, ...outputs].reduce((sum, { spec }) => sum + byteSize(spec), 0);
  return group.reduce((sum, node) => {
    const speed = node.primitive.kind === "contraction" ? PRODUCT_FLOPS : OTHER_FLOPS;
    return sum + nodeCost(node).flops / speed;
  }, bytes / BYTES);
}
