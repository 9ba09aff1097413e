import { type DataFlow, Grouping, type Node, type Shape } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { kernelRule } from "../kernels/kernel-table.ts";

/** Nodes computed together: several elementwise ones of one shape, or a single one of any kind. */
export type Group = readonly Node[];

/** Beyond this many nodes a loop gains nothing and runs out of registers. */
const MOST_NODES = 96;

/** Elementwise nodes joined with the makers of their operands as far as possible, in an order of evaluation. */
export function fuse(flow: DataFlow): Group[] {
  const grouping = new Grouping(flow, MOST_NODES);
  for (const [index, node] of flow.nodes.entries()) {
    if (!isElementwise(node)) continue;
    for (const value of node.inputs) {
      const made = flow.maker.get(value);
      if (made === undefined) continue;
      const maker = present(flow.nodes[made]);
      if (isElementwise(maker) && sameShape(shapeOf(maker), shapeOf(node))) grouping.join(made, index);
    }
  }
  return grouping.inOrder().map((members) => members.map((index) => present(flow.nodes[index])));
}

function isElementwise(node: Node): boolean {
  return kernelRule(node.primitive.name).kind === "elementwise";
}

export function shapeOf(node: Node): Shape {
  return present(node.outputs[0]).spec.shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
